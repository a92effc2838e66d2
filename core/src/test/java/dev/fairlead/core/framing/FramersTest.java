package dev.fairlead.core.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.Delimited;
import dev.fairlead.Endpoint;
import dev.fairlead.FrameReader;
import dev.fairlead.FrameWriter;
import dev.fairlead.Framer;
import dev.fairlead.FramerSite;
import dev.fairlead.Framing;
import dev.fairlead.LengthPrefix;
import dev.fairlead.Lines;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageContext;
import dev.fairlead.NetString;
import dev.fairlead.PartialFramer;
import dev.fairlead.PeerEndedException;
import dev.fairlead.Tlv;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every framer, cut at every byte and glued in every way, gives the same messages; and whatever
/// comes, it neither breaks nor grows.
class FramersTest {
  /// A framer, how to make messages for it, and its name in failures.
  record Kind<M>(String name, Framer<M> framer, Function<Bytes, M> message) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// As the API's example: two methods.
  private record Plain() implements Framer<String> {
    @Override
    public void encode(String line, FrameWriter out) {
      out.utf8(line).bytes('\n');
    }

    @Override
    public @Nullable String decode(FrameReader in) {
      return in.utf8Until('\n', 8192);
    }
  }

  static Stream<Kind<?>> kinds() {
    List<Kind<?>> all = new ArrayList<>();
    for (int width = 1; width <= 8; width++) {
      for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
        all.add(
            new Kind<>(
                "length-prefix " + width + " " + order,
                LengthPrefix.overTcp().width(width).order(order).limit(200).framer(),
                bytes -> bytes));
        all.add(
            new Kind<>(
                "tlv " + width + " " + order,
                Tlv.overTcp().widths(9 - width, width).order(order).limit(200).framer(),
                bytes -> new Tlv.Element(bytes.length() % 100, bytes)));
      }
    }
    all.add(new Kind<>("netstring", NetString.overTcp().limit(200).framer(), bytes -> bytes));
    all.add(
        new Kind<>("delimited", Delimited.overTcp().limit(400).framer(), FramersTest::withoutEnds));
    all.add(
        new Kind<>(
            "delimited by more",
            Delimited.overTcp().by("\r\n\r\n").limit(400).framer(),
            FramersTest::withoutEnds));
    all.add(new Kind<>("lines", Lines.overTcp().framer(), FramersTest::line));
    all.add(new Kind<>("lines crlf", Lines.overTcp().crlf().framer(), FramersTest::line));
    all.add(new Kind<>("two methods", new Plain(), FramersTest::line));
    return all.stream();
  }

  private static Bytes withoutEnds(Bytes bytes) {
    return Bytes.utf8(line(bytes));
  }

  private static String line(Bytes bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      int value = bytes.at(i) & 0xff;
      text.append(value < 0x20 ? (char) ('a' + value) : value == 0x7f ? 'ß' : (char) value);
    }
    return text.toString();
  }

  private static Bytes random(Random random, int most) {
    byte[] content = new byte[random.nextInt(most + 1)];
    random.nextBytes(content);
    return Bytes.copyOf(content);
  }

  @SuppressWarnings("unchecked")
  @ParameterizedTest
  @MethodSource("kinds")
  <M> void cutAtEachByteGivesTheSame(Kind<M> kind) {
    List<M> messages = new ArrayList<>();
    for (int length : List.of(0, 1, 2, 3, 17, 100)) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);
      messages.add(kind.message().apply(Bytes.copyOf(content)));
    }
    Bytes all = Framing.encode(kind.framer(), (M[]) messages.toArray());
    for (int first = 0; first <= all.length(); first++) {
      for (int second = first; second <= Math.min(all.length(), first + 20); second++) {
        assertThat(
                Framing.decode(
                    kind.framer(),
                    all.slice(0, first),
                    all.slice(first, second),
                    all.slice(second, all.length())))
            .as("cut at %d and %d", first, second)
            .isEqualTo(messages);
      }
    }
  }

  @SuppressWarnings("unchecked")
  @ParameterizedTest
  @MethodSource("kinds")
  <M> void gluedInEachWayGivesTheSame(Kind<M> kind) {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<M> messages = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        messages.add(kind.message().apply(random(random, 150)));
      }
      Bytes all = Framing.encode(kind.framer(), (M[]) messages.toArray());
      List<Bytes> pieces = new ArrayList<>();
      int most = 1 + random.nextInt(60);
      for (int at = 0; at < all.length(); ) {
        int next = Math.min(all.length(), at + random.nextInt(most + 1));
        pieces.add(all.slice(at, next));
        at = next;
      }
      assertThat(Framing.decode(kind.framer(), pieces.toArray(Bytes[]::new)))
          .as("seed %d", seed)
          .isEqualTo(messages);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anythingMayComeAndNothingGrows(Kind<?> kind) {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Framer<?> own = begun(kind);
      Deframer<?> deframer = new Deframer<>(List.of(own), false);
      try {
        for (int piece = 0; piece < 200; piece++) {
          ByteBuffer input = random(random, 300).asByteBuffer();
          while (input.hasRemaining()) {
            var _ = deframer.next(input);
          }
          assertThat(deframer.memory()).as("seed %d", seed).isLessThan(2 * own.limit() + 1024);
        }
      } catch (MalformedMessageException malformed) {
        assertThat(malformed).as("seed %d", seed).hasMessageContaining("does not parse");
        assertThat(deframer.isBroken()).isTrue();
      }
    }
  }

  static Stream<Kind<?>> partials() {
    return kinds().filter(kind -> kind.framer() instanceof PartialFramer<?>);
  }

  @ParameterizedTest
  @MethodSource("partials")
  void partsGiveTheSameBytesAsAWholeHoweverCut(Kind<?> kind) {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Bytes content = random(random, 199);
      MessageContext context =
          MessageContext.defaults().length(content.length()).with(new Tlv.Type(7));
      Enframer<?> enframer = new Enframer<>(List.of(begun(kind)));
      ByteBuffer wire = ByteBuffer.allocate(1000);
      wire.put(enframer.begin(context));
      for (int at = 0; at < content.length(); ) {
        int next = Math.min(content.length(), at + random.nextInt(50));
        wire.put(enframer.append(content.slice(at, next)));
        at = next;
      }
      wire.put(enframer.end()).flip();
      Deframer<?> deframer = new Deframer<>(List.of(begun(kind)), false);
      ByteBuffer read = ByteBuffer.allocate(1000);
      boolean last = false;
      while (wire.hasRemaining() || !last) {
        int next = Math.min(wire.remaining(), random.nextInt(20));
        ByteBuffer piece = wire.slice(wire.position(), next);
        wire.position(wire.position() + next);
        PartialFramer.Part part = deframer.nextPart(piece);
        while (part != null && !last) {
          last = part.last();
          read.put(part.content().asByteBuffer());
          part = last ? null : deframer.nextPart(piece);
        }
      }
      assertThat(Bytes.copyOf(read.flip())).as("%s seed %d", kind, seed).isEqualTo(content);
      assertThat(deframer.isInside()).isFalse();
    }
  }

  private static Framer<?> begun(Kind<?> kind) {
    return kind.framer().begin(new FramerSite(Endpoint.of("peer.example", 1), false, List.of()));
  }

  @Test
  void aClaimOfTooMuchIsRefusedAtOnce() {
    Framer<Bytes> framer = LengthPrefix.overTcp().width(8).framer();
    Bytes claim = Bytes.copyOf(new byte[] {0x7f, -1, -1, -1, -1, -1, -1, -1});
    assertThatThrownBy(() -> Framing.decode(framer, claim))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("message 1 does not parse at byte 8")
        .hasMessageContaining("9223372036854775807 is above the limit of 16777216");
    Bytes negative = Bytes.copyOf(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    assertThatThrownBy(() -> Framing.decode(framer, negative))
        .hasMessageContaining("18446744073709551615 is above the limit");
  }

  @Test
  void anEndInsideAMessageIsTold() {
    assertThatThrownBy(
            () -> Framing.decode(LengthPrefix.overTcp().framer(), Bytes.utf8("\0\0\0\3ab")))
        .isInstanceOf(PeerEndedException.class);
    assertThat(Framing.decode(Lines.overTcp().framer(), Bytes.utf8("a\r\nb")))
        .containsExactly("a", "b");
  }

  @Test
  void whatCannotBeToldApartIsNotSent() {
    Framer<Bytes> doubled = Delimited.overTcp().by("aa").framer();
    assertThatThrownBy(() -> Framing.encode(doubled, Bytes.utf8("xaay")))
        .isInstanceOf(IllegalArgumentException.class);
    // Its last byte and the first of the delimiter would be taken for the delimiter.
    assertThatThrownBy(() -> Framing.encode(doubled, Bytes.utf8("xa")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Framing.encode(Lines.overTcp().framer(), "two\nlines"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Framing.encode(
                    LengthPrefix.overTcp().width(1).framer(), Bytes.copyOf(new byte[256])))
        .hasMessageContaining("does not fit");
  }

  @Test
  void aFramerThatReadsNothingDoesNotHang() {
    Framer<String> lazy =
        new Framer<>() {
          @Override
          public void encode(String message, FrameWriter out) {}

          @Override
          public String decode(FrameReader in) {
            return "again";
          }
        };
    assertThatThrownBy(() -> Framing.decode(lazy, Bytes.utf8("x")))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("without reading a byte");
  }

  @Test
  void whatAFramerThrowsIsAMalformedMessage() {
    Framer<Integer> strict =
        new Framer<>() {
          @Override
          public void encode(Integer message, FrameWriter out) {
            out.utf8(message.toString()).bytes(' ');
          }

          @Override
          public @Nullable Integer decode(FrameReader in) {
            String digits = in.utf8Until(' ', 10);
            return digits == null ? null : Integer.valueOf(digits);
          }
        };
    assertThat(Framing.decode(strict, Framing.encode(strict, 1, 22, 333)))
        .containsExactly(1, 22, 333);
    assertThatThrownBy(() -> Framing.decode(strict, Bytes.utf8("1 two ")))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("message 2")
        .hasCauseInstanceOf(NumberFormatException.class);
  }

  @Test
  void aSearchGoesOnWhereItStopped() {
    Bytes line = Bytes.copyOf(new byte[60_000]);
    Bytes all = Framing.encode(Delimited.overTcp().framer(), line);
    // Cut into single bytes this would take 1.8 billion looks if each began at the front; the
    // suite's patience is the assertion.
    Bytes[] pieces = new Bytes[all.length()];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = all.slice(i, i + 1);
    }
    assertThat(Framing.decode(Delimited.overTcp().framer(), pieces)).containsExactly(line);
  }
}
