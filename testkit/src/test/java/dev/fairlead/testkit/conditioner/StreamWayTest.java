package dev.fairlead.testkit.conditioner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.link.Impairment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A byte stream on a bad link, in milliseconds.
class StreamWayTest {
  private static final long MS = 1_000_000L;

  /// A link of 10 ms each way that loses what the script says: `+` passes, `-` is lost.
  private static StreamWay<String> scripted(String script) {
    ArrayDeque<String> fates = new ArrayDeque<>(Arrays.asList(script.split("")));
    RandomGenerator chance = () -> fates.removeFirst().equals("-") ? 0 : -1L;
    LinkDirection way = LinkDirection.perfect().delay(Duration.ofMillis(10)).loss(0.5);
    return new StreamWay<>(new Impairment(way, chance), 10 * MS);
  }

  @Test
  void segmentsArriveInOrderAfterTheDelay() {
    StreamWay<String> way = scripted("+++");
    send(way, 0, "a", "b");
    send(way, 3, "c");
    assertThat(way.dueNanos()).isEqualTo(10 * MS);
    assertThat(arrived(way, 9)).isEmpty();
    assertThat(arrived(way, 10)).containsExactly("a", "b");
    assertThat(arrived(way, 12)).isEmpty();
    assertThat(arrived(way, 13)).containsExactly("c");
    assertThat(way.dueNanos()).isEqualTo(StreamWay.NEVER);
  }

  @Test
  void aLostSegmentIsSentAgainOnceThreeLaterOnesHavePassed() {
    StreamWay<String> way = scripted("-++++");
    send(way, 0, "a");
    send(way, 1, "b");
    send(way, 2, "c");
    send(way, 3, "d");
    // The third later one arrives at 13; its acknowledgement is back at 23.
    assertThat(way.dueNanos()).isEqualTo(23 * MS);
    assertThat(arrived(way, 23)).isEmpty();
    assertThat(way.dueNanos()).isEqualTo(33 * MS);
    assertThat(arrived(way, 33)).containsExactly("a", "b", "c", "d");
    assertThat(way.sent()).isEqualTo(4);
    assertThat(way.resent()).isEqualTo(1);
  }

  @Test
  void withoutLaterOnesItIsSentAgainAfterTheTimeout() {
    for (long begin : new long[] {0, 1_000_000, -1_000_000}) {
      StreamWay<String> way = scripted("-+");
      send(way, begin, "a");
      // The round trip and 200 ms.
      assertThat(way.dueNanos()).isEqualTo((begin + 220) * MS);
      assertThat(arrived(way, begin + 220)).isEmpty();
      assertThat(arrived(way, begin + 230)).containsExactly("a");
    }
  }

  @Test
  void theTimeoutDoubles() {
    StreamWay<String> way = scripted("---+");
    send(way, 0, "a");
    assertThat(arrived(way, 220)).isEmpty();
    assertThat(way.dueNanos()).isEqualTo((220 + 440) * MS);
    assertThat(arrived(way, 660)).isEmpty();
    assertThat(way.dueNanos()).isEqualTo((660 + 880) * MS);
    assertThat(arrived(way, 1540)).isEmpty();
    assertThat(arrived(way, 1550)).containsExactly("a");
  }

  @Test
  void twoLostSegmentsAreBothSentAgain() {
    StreamWay<String> way = scripted("--+++++");
    send(way, 0, "a", "b", "c", "d", "e");
    assertThat(arrived(way, 20)).isEmpty();
    assertThat(arrived(way, 30)).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void aCorruptedSegmentCountsAsLost() {
    LinkDirection way = LinkDirection.perfect().delay(Duration.ofMillis(10)).corrupt(1);
    StreamWay<String> stream = new StreamWay<>(new Impairment(way, new Random(1)), 10 * MS);
    send(stream, 0, "a");
    assertThat(stream.dueNanos()).isEqualTo(220 * MS);
  }

  @Test
  void theQueueAdmitsWhatItHasRoomFor() {
    // 1000 bytes take a millisecond; 2000 may wait.
    LinkDirection way = LinkDirection.perfect().rate(8_000_000).queue(2000);
    StreamWay<String> stream = new StreamWay<>(new Impairment(way, new Random(1)), 0);
    assertThat(stream.admits(0, 960)).isTrue();
    stream.send(0, "a", 960);
    assertThat(stream.admits(0, 960)).isTrue();
    stream.send(0, "b", 960);
    assertThat(stream.admits(0, 960)).isFalse();
    assertThat(stream.roomNanos(0, 960)).isEqualTo(MS);
    assertThat(stream.admits(MS - 1000, 960)).isFalse();
    assertThat(stream.admits(MS, 960)).isTrue();
  }

  @Test
  void theWindowBoundsWhatIsUnderWay() {
    LinkDirection way = LinkDirection.perfect().delay(Duration.ofMillis(10));
    StreamWay<String> stream = new StreamWay<>(new Impairment(way, new Random(1)), 0);
    stream.send(0, "a", StreamWay.WINDOW - 100);
    assertThat(stream.admits(0, 100)).isTrue();
    assertThat(stream.admits(0, 101)).isFalse();
    assertThat(arrived(stream, 10)).containsExactly("a");
    assertThat(stream.admits(10 * MS, 101)).isTrue();
  }

  @Test
  void drainForgetsEverything() {
    StreamWay<String> way = scripted("-+");
    send(way, 0, "a", "b");
    assertThat(way.drain()).containsExactly("a", "b");
    assertThat(way.dueNanos()).isEqualTo(StreamWay.NEVER);
    assertThat(way.first()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverHappensEverythingArrivesOnceAndInOrder(long seed) {
    LinkDirection bad =
        LinkDirection.perfect()
            .delay(Duration.ofMillis(20))
            .jitter(Duration.ofMillis(30))
            .rate(10_000_000)
            .queue(30_000)
            .loss(0.2, 4)
            .corrupt(0.05)
            .duplicate(0.05)
            .reorder(0.1);
    StreamWay<Integer> way =
        new StreamWay<>(new Impairment(bad, new SplittableRandom(seed)), 20 * MS);
    List<Integer> arrived = new ArrayList<>();
    long now = 0;
    int next = 0;
    while (arrived.size() < 5000) {
      for (Integer each = way.arrived(now); each != null; each = way.arrived(now)) {
        arrived.add(each);
      }
      while (next < 5000 && way.admits(now, 1460)) {
        way.send(now, next++, 1460);
      }
      long room = next < 5000 ? way.roomNanos(now, 1460) : StreamWay.NEVER;
      long due = Math.min(way.dueNanos(), Math.max(room, now + 1));
      if (arrived.size() < 5000) {
        assertThat(due).as("seed %d, %d arrived", seed, arrived.size()).isLessThan(600_000 * MS);
        now = Math.max(now, due);
      }
    }
    assertThat(arrived).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
    assertThat(way.resent()).as("seed %d", seed).isGreaterThan(1000);
  }

  private static void send(StreamWay<String> way, long millis, String... contents) {
    for (String content : contents) {
      way.send(millis * MS, content, 100);
    }
  }

  private static List<String> arrived(StreamWay<String> way, long millis) {
    List<String> all = new ArrayList<>();
    for (String each = way.arrived(millis * MS); each != null; each = way.arrived(millis * MS)) {
      all.add(each);
    }
    return all;
  }
}
