package dev.fairlead.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What chance does over many packets, for several seeds.
class ChanceTest {
  private static final int PACKETS = 200_000;

  /// Packets apart far enough that none waits for another.
  private static final long GAP = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void independentLossHasItsShare(long seed) {
    Impairment link = new Impairment(LinkDirection.perfect().loss(0.02), new Random(seed));
    double lost = lost(link).stream().mapToInt(Integer::intValue).sum() / (double) PACKETS;
    // Five standard deviations of the mean.
    assertThat(lost).as("seed %d", seed).isCloseTo(0.02, within(0.0016));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void burstsHaveTheirShareAndLength(long seed) {
    Impairment link = new Impairment(LinkDirection.perfect().loss(0.05, 3), new Random(seed));
    List<Integer> bursts = lost(link);
    double lost = bursts.stream().mapToInt(Integer::intValue).sum() / (double) PACKETS;
    double length = bursts.stream().mapToInt(Integer::intValue).average().orElse(0);
    assertThat(lost).as("seed %d", seed).isCloseTo(0.05, within(0.006));
    // A burst that begins with the very packet that ends another one is not seen: 1/3 of 1/57.
    assertThat(length).as("seed %d", seed).isCloseTo(3.0, within(0.25));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theWholeModelHasTheShareThatItsNumbersSay(long seed) {
    Loss.Bursty model = new Loss.Bursty(0.01, 0.3, 0.9, 0.005);
    Impairment link = new Impairment(LinkDirection.perfect().loss(model), new Random(seed));
    double lost = lost(link).stream().mapToInt(Integer::intValue).sum() / (double) PACKETS;
    assertThat(lost).as("seed %d", seed).isCloseTo(model.share(), within(0.004));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void jitterIsSpreadEvenlyAroundTheDelay(long seed) {
    Impairment link =
        new Impairment(
            LinkDirection.perfect().delay(Duration.ofMillis(50)).jitter(Duration.ofMillis(20)),
            new Random(seed));
    double sum = 0;
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < PACKETS; i++) {
      double delay = (((Passage.Arrives) link.offer(i * GAP, 1)).atNanos() - i * GAP) / 1e6;
      sum += delay;
      least = Math.min(least, delay);
      most = Math.max(most, delay);
    }
    assertThat(sum / PACKETS).as("seed %d", seed).isCloseTo(50, within(0.15));
    assertThat(least).as("seed %d", seed).isBetween(30.0, 30.01);
    assertThat(most).as("seed %d", seed).isBetween(69.99, 70.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void jitterKeepsTheOrder(long seed) {
    Impairment link =
        new Impairment(
            LinkDirection.perfect().delay(Duration.ofMillis(5)).jitter(Duration.ofMillis(20)),
            new Random(seed));
    long before = 0;
    for (int i = 0; i < PACKETS; i++) {
      long offered = i * 100_000L;
      long at = ((Passage.Arrives) link.offer(offered, 1)).atNanos();
      assertThat(at).as("seed %d, packet %d", seed, i).isGreaterThanOrEqualTo(offered);
      assertThat(at).as("seed %d, packet %d", seed, i).isGreaterThanOrEqualTo(before);
      before = at;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mischiefHasItsShares(long seed) {
    Impairment link =
        new Impairment(
            LinkDirection.perfect().duplicate(0.01).corrupt(0.02).reorder(0.03), new Random(seed));
    int duplicated = 0;
    int corrupted = 0;
    int overtaken = 0;
    for (int i = 0; i < PACKETS; i++) {
      var packet = (Passage.Arrives) link.offer(i * GAP, 100);
      duplicated += packet.copies() - 1;
      corrupted += packet.corrupted() ? 1 : 0;
      overtaken += packet.overtaken() ? 1 : 0;
    }
    assertThat(duplicated).as("seed %d", seed).isBetween(1750, 2250);
    assertThat(corrupted).as("seed %d", seed).isBetween(3700, 4300);
    assertThat(overtaken).as("seed %d", seed).isBetween(5600, 6400);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameSeedGivesTheSamePassages(long seed) {
    assertThat(passages(seed)).isEqualTo(passages(seed)).isNotEqualTo(passages(seed + 1));
  }

  private static List<Passage> passages(long seed) {
    LinkDirection everything =
        dev.fairlead.testkit.Link.lossyWifi().reorder(0.1).duplicate(0.1).corrupt(0.1).up();
    Impairment link = new Impairment(everything, new Random(seed));
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      passages.add(link.offer(i * 100_000L, 1500));
    }
    return passages;
  }

  /// How many packets in a row were lost, for each time that some were.
  private static List<Integer> lost(Impairment link) {
    List<Integer> bursts = new ArrayList<>();
    int burst = 0;
    for (int i = 0; i < PACKETS; i++) {
      if (link.offer(i * GAP, 100) instanceof Passage.Dropped) {
        burst++;
      } else if (burst > 0) {
        bursts.add(burst);
        burst = 0;
      }
    }
    return bursts;
  }
}
