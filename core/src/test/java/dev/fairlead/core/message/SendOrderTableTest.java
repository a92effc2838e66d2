package dev.fairlead.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Feeds each input to each situation and compares the outcome with the table that people read.
/// When the machine is changed on purpose, run with `-Dfairlead.write=true` and commit the new
/// table.
class SendOrderTableTest {
  private static final SendInput ASKED = asked(9, 0.5, Waiting.NOBODY, Waiting.NEVER, false);

  /// What led to each situation.
  private static final Map<String, List<SendInput>> SITUATIONS = situations();

  private static final Map<String, SendInput> INPUTS = inputs();

  private static SendInput asked(
      long id, double priority, long antecedent, long expires, boolean last) {
    return new SendInput.Asked(new Waiting(id, priority, antecedent, expires, last));
  }

  private static Map<String, List<SendInput>> situations() {
    SendInput room = new SendInput.RoomCame();
    SendInput first = asked(1, 0.5, Waiting.NOBODY, Waiting.NEVER, false);
    SendInput urgent = asked(2, 1, Waiting.NOBODY, Waiting.NEVER, false);
    SendInput after = asked(3, 1, 1, Waiting.NEVER, false);
    SendInput brief = asked(4, 0.5, Waiting.NOBODY, 100, false);
    SendInput last = asked(5, 1, Waiting.NOBODY, Waiting.NEVER, true);
    SendInput end = new SendInput.EndAsked();
    Map<String, List<SendInput>> all = new LinkedHashMap<>();
    all.put("not ready", List.of());
    all.put("not ready, 1 waits, 2 is urgent", List.of(first, urgent));
    all.put("idle", List.of(room));
    all.put("1 leaves", List.of(room, first));
    all.put("1 leaves, 2 waits", List.of(room, first, urgent));
    all.put("1 leaves, 3 comes after it", List.of(room, first, after));
    all.put("1 leaves, 4 waits until 100", List.of(room, first, brief));
    all.put("1 leaves, 5 is the last", List.of(room, first, last));
    all.put("1 leaves, then the end", List.of(room, first, end));
    all.put("ended", List.of(room, end));
    return all;
  }

  private static Map<String, SendInput> inputs() {
    Map<String, SendInput> all = new LinkedHashMap<>();
    all.put("RoomCame", new SendInput.RoomCame());
    all.put("RoomGone", new SendInput.RoomGone());
    all.put("Asked 9", ASKED);
    all.put("Asked 9, after 1", asked(9, 0.5, 1, Waiting.NEVER, false));
    all.put("Asked 9, until 50", asked(9, 0.5, Waiting.NOBODY, 50, false));
    all.put("Asked 9, the last", asked(9, 0.5, Waiting.NOBODY, Waiting.NEVER, true));
    all.put("Withdrawn 2", new SendInput.Withdrawn(2));
    all.put("Finished", new SendInput.Finished());
    all.put("Failed", new SendInput.Failed());
    all.put("TimeCame 100", new SendInput.TimeCame(100));
    all.put("EndAsked", new SendInput.EndAsked());
    return all;
  }

  @Test
  void eachInputInEachSituationDoesWhatTheTableSays() throws IOException {
    Path file = Path.of(System.getProperty("fairlead.root", ".."), "docs/machines/sending.txt");
    String table = table();
    if (Boolean.getBoolean("fairlead.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    }
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  @Test
  void theTableHasEachKindOfInput() {
    Set<Class<?>> kinds =
        INPUTS.values().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(SendInput.class.getPermittedSubclasses()));
  }

  private static String table() {
    StringBuilder text =
        new StringBuilder("The order of sending: situation, input, what is done, what is then.\n");
    SITUATIONS.forEach(
        (situation, before) -> {
          text.append('\n').append(situation).append('\n');
          INPUTS.forEach((name, input) -> text.append(line(before, name, input)));
        });
    return text.toString();
  }

  private static String line(List<SendInput> before, String name, SendInput input) {
    SendOrder order = new SendOrder();
    before.forEach(order::take);
    String done =
        order.take(input).stream().map(SendOrderTableTest::words).collect(Collectors.joining(", "));
    return String.format("  %-18s %-32s %s%n", name, done.isEmpty() ? "-" : done, order);
  }

  private static String words(SendEffect effect) {
    return switch (effect) {
      case SendEffect.Begin(long id) -> "Begin " + id;
      case SendEffect.Drop(long id) -> "Drop " + id;
      case SendEffect.Refuse(long id) -> "Refuse " + id;
      case SendEffect.EndOutput _ -> "EndOutput";
      case SendEffect.WakeAt(long nanos) -> "WakeAt " + nanos;
    };
  }
}
