package dev.fairlead.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.link.Impairment.Openness;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Single packets, one table after the other. Times are in microseconds.
class ImpairmentTest {
  /// Fails the test when chance is asked for.
  private static final RandomGenerator NO_CHANCE =
      () -> {
        throw new AssertionError("nothing here is left to chance");
      };

  private Impairment link = new Impairment(LinkDirection.perfect(), NO_CHANCE);

  @Test
  void perfectPassesEverythingAtOnce() {
    at(0, 1500).arrives(0);
    at(0, 1_000_000).arrives(0);
    at(7, 0).arrives(7);
  }

  @Test
  void delayIsAddedToEveryPacket() {
    given(LinkDirection.perfect().delay(ms(35)));
    at(0, 1500).arrives(35_000);
    at(1, 40).arrives(35_001);
    at(100_000, 40).arrives(135_000);
  }

  @Test
  void theLineTakesItsTimeOneAfterTheOther() {
    given(LinkDirection.perfect().rate(12_000_000).delay(ms(35)));
    // 1500 bytes are 12000 bits: a millisecond.
    at(0, 1500).arrives(36_000);
    at(0, 1500).arrives(37_000);
    at(500, 750).arrives(37_500);
    // The line has been free for long.
    at(50_000, 1500).arrives(86_000);
  }

  @Test
  void fractionsOfNanosecondsAddUp() {
    given(LinkDirection.perfect().rate(7_000_003).queue(Integer.MAX_VALUE));
    long last = 0;
    for (int i = 0; i < 100_000; i++) {
      last = ((Passage.Arrives) link.offer(0, 100)).atNanos();
    }
    assertThat(last).isEqualTo(100_000L * 800 * 1_000_000_000L / 7_000_003);
  }

  @Test
  void whatFindsTheQueueFullIsDropped() {
    given(LinkDirection.perfect().rate(8_000_000).queue(2000));
    // A byte takes a microsecond. The first one does not wait, whatever its size.
    at(0, 5000).arrives(5000);
    at(0, 1).dropped(Drop.QUEUE_FULL);
    at(3000, 1).dropped(Drop.QUEUE_FULL);
    at(3001, 1).arrives(5001);
    at(3001, 1).dropped(Drop.QUEUE_FULL);
    at(4000, 999).arrives(6000);
    at(6000, 2001).arrives(8001);
  }

  @Test
  void aQueueBoundedByTimeGrowsWithTheRate() {
    given(LinkDirection.perfect().rate(8_000_000).queue(ms(2)));
    at(0, 1000).arrives(1000);
    at(0, 1000).arrives(2000);
    at(0, 1).dropped(Drop.QUEUE_FULL);
    given(LinkDirection.perfect().rate(80_000_000).queue(ms(2)));
    at(0, 10_000).arrives(1000);
    at(0, 10_000).arrives(2000);
    at(0, 1).dropped(Drop.QUEUE_FULL);
  }

  @Test
  void withoutABoundAQuarterOfASecondMayWait() {
    assertThat(LinkDirection.perfect().rate(12_000_000).line().queue()).isEqualTo(375_000);
    assertThat(LinkDirection.perfect().rate(384_000).line().queue()).isEqualTo(65_536);
  }

  @Test
  void bigPacketsAreRefusedOrVanish() {
    given(LinkDirection.perfect().mtu(1280));
    at(0, 1280).arrives(0);
    at(0, 1281).dropped(Drop.TOO_BIG);
    given(LinkDirection.perfect().mtuBlackHole(1280));
    at(0, 1280).arrives(0);
    at(0, 1281).dropped(Drop.TOO_BIG_SILENT);
  }

  @Test
  void whatIsRefusedDoesNotUseTheLine() {
    given(LinkDirection.perfect().rate(8_000_000).mtu(1000));
    at(0, 1001).dropped(Drop.TOO_BIG);
    at(0, 1000).arrives(1000);
  }

  @Test
  void aLinkIsClosedAndOpenedAgain() {
    given(LinkDirection.perfect());
    link.become(Openness.DOWN);
    at(0, 1).dropped(Drop.DOWN);
    link.become(Openness.BLACK_HOLE);
    at(1, 1).dropped(Drop.BLACK_HOLE);
    link.become(Openness.OPEN);
    at(2, 1).arrives(2);
  }

  @Test
  void lostPacketsHaveUsedTheLine() {
    given(LinkDirection.perfect().rate(8_000_000).loss(1));
    at(0, 1000).dropped(Drop.LOST);
    link.become(LinkDirection.perfect().rate(8_000_000));
    at(0, 1000).arrives(2000);
  }

  @Test
  void aShorterDelayLetsNobodyPass() {
    given(LinkDirection.perfect().delay(ms(100)));
    at(0, 1).arrives(100_000);
    link.become(LinkDirection.perfect().delay(ms(10)));
    at(1000, 1).arrives(100_000);
    at(95_000, 1).arrives(105_000);
  }

  @Test
  void aNewRateIsForWhatComesNext() {
    given(LinkDirection.perfect().rate(8_000_000));
    at(0, 1000).arrives(1000);
    link.become(LinkDirection.perfect().rate(800_000));
    at(0, 1000).arrives(11_000);
    link.become(LinkDirection.perfect().rate(8_000_000));
    at(0, 1000).arrives(12_000);
  }

  @Test
  void reorderedPacketsAreOvertaken() {
    given(LinkDirection.perfect().delay(ms(10)).reorder(1));
    at(0, 1).arrives(20_000);
    link.become(LinkDirection.perfect().delay(ms(10)));
    at(1000, 1).arrives(11_000);
    given(LinkDirection.perfect().reorder(1));
    at(0, 1).arrives(1_000);
    given(LinkDirection.perfect().delay(ms(10)).reorder(1, ms(3)));
    at(0, 1).arrives(13_000);
  }

  @Test
  void duplicatedPacketsArriveTwice() {
    given(LinkDirection.perfect().duplicate(1));
    assertThat(link.offer(0, 100)).isEqualTo(new Passage.Arrives(0, 2, -1, false));
  }

  @Test
  void oneBitOfACorruptedPacketFlips() {
    link = new Impairment(LinkDirection.perfect().corrupt(1), new Random(1));
    for (int bytes = 1; bytes < 100; bytes++) {
      var arrives = (Passage.Arrives) link.offer(0, bytes);
      assertThat(arrives.corrupted()).isTrue();
      assertThat(arrives.flippedBit()).isBetween(0L, bytes * 8L - 1);
    }
    assertThat(((Passage.Arrives) link.offer(0, 0)).corrupted()).isFalse();
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> link.offer(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link.offer(0, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private void given(LinkDirection way) {
    link = new Impairment(way, NO_CHANCE);
  }

  private Offered at(long micros, int bytes) {
    return new Offered(link.offer(micros * 1000, bytes));
  }

  private record Offered(Passage passage) {
    void arrives(long micros) {
      assertThat(passage).isInstanceOf(Passage.Arrives.class);
      assertThat(((Passage.Arrives) passage).atNanos()).isEqualTo(micros * 1000);
    }

    void dropped(Drop why) {
      assertThat(passage).isEqualTo(new Passage.Dropped(why));
    }
  }
}
