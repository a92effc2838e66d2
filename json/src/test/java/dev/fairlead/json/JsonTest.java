package dev.fairlead.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.MalformedMessageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Objects become JSON and come back; what is no JSON for the type is told with its position.
class JsonTest {
  record Move(int row, int column) {}

  record Nested(String name, List<Move> moves, Map<String, Double> scores, Instant at) {}

  sealed interface Event {
    record Joined(String name) implements Event {}

    record Moved(Move move) implements Event {}

    record Left() implements Event {}
  }

  record Envelope(long number, @Nullable Event event) {}

  @Test
  void recordsComeBack() throws Exception {
    Json<Move> moves = Json.of(Move.class);
    assertThat(moves.encode(new Move(1, 2)).utf8()).isEqualTo("{\"row\":1,\"column\":2}");
    assertThat(moves.decode(moves.encode(new Move(1, -2)))).isEqualTo(new Move(1, -2));
    Json<Nested> nested = Json.of(Nested.class);
    Nested all =
        new Nested(
            "Åse \"x\"",
            List.of(new Move(1, 2), new Move(3, 4)),
            Map.of("a", 0.5),
            Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(nested.decode(nested.encode(all))).isEqualTo(all);
  }

  @Test
  void sealedTypesAreToldApartByName() {
    Json<Event> events = Json.of(Event.class);
    assertThat(events.encode(new Event.Joined("Ada")).utf8())
        .contains("\"type\":\"Joined\"")
        .contains("\"name\":\"Ada\"");
    for (Event event :
        List.of(new Event.Joined("Ada"), new Event.Moved(new Move(1, 2)), new Event.Left())) {
      assertThat(events.decode(events.encode(event))).isEqualTo(event);
      Envelope envelope = new Envelope(7, event);
      Json<Envelope> envelopes = Json.of(Envelope.class);
      assertThat(envelopes.decode(envelopes.encode(envelope))).isEqualTo(envelope);
    }
    assertThatThrownBy(() -> events.decode(Bytes.utf8("{\"type\":\"java.lang.Runtime\"}")))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void whatIsNoJsonIsToldWithItsPosition() {
    Json<Move> moves = Json.of(Move.class);
    assertThatThrownBy(() -> moves.decode(Bytes.utf8("{\"row\":1,\"column\":?}")))
        .isInstanceOfSatisfying(
            MalformedMessageException.class, it -> assertThat(it.position()).isBetween(17L, 19L))
        .hasMessageContaining("no JSON for a Move");
    for (String wrong :
        List.of("", "null", "[]", "{\"row\":1}{}", "{\"row\":\"x\"}", "{\"row\":null}", "{")) {
      assertThatThrownBy(() -> moves.decode(Bytes.utf8(wrong)))
          .as(wrong)
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void randomBytesAreMalformedAndNothingElse() {
    Json<Envelope> envelopes = Json.of(Envelope.class);
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] content = envelopes.encode(new Envelope(seed, new Event.Joined("x"))).toByteArray();
      content[random.nextInt(content.length)] = (byte) random.nextInt();
      try {
        assertThat(envelopes.decode(Bytes.copyOf(content))).as("seed %d", seed).isNotNull();
      } catch (MalformedMessageException malformed) {
        assertThat(malformed).hasMessageContaining("no JSON for a Envelope");
      }
    }
  }
}
