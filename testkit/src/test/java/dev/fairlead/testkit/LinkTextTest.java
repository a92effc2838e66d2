package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The textual form of links.
class LinkTextTest {
  @Test
  void presetsAreWhatTheirSourcesSay() {
    assertThat(Link.lte()).hasToString("delay=35ms,rate=12Mbit");
    assertThat(Link.threeG()).hasToString("delay=150ms,up.rate=768kbit,down.rate=1.6Mbit");
    assertThat(Link.edge()).hasToString("delay=420ms,up.rate=200kbit,down.rate=240kbit");
    assertThat(Link.dsl()).hasToString("delay=25ms,up.rate=384kbit,down.rate=1.5Mbit");
    assertThat(Link.satellite()).hasToString("delay=280ms,up.rate=2Mbit,down.rate=10Mbit");
    assertThat(Link.ethernet()).hasToString("delay=100us,rate=1Gbit,mtu=1500");
    assertThat(Link.perfect()).hasToString("perfect");
    assertThat(Link.lossyWifi().up().loss().share()).isEqualTo(0.05);
    for (String name : Link.presets()) {
      Link preset = Link.parse(name);
      assertThat(Link.parse(preset.toString())).isEqualTo(preset);
    }
  }

  @Test
  void settingsFollowAPreset() {
    assertThat(Link.parse("lte,loss=2%,delay=80ms"))
        .isEqualTo(Link.lte().loss(0.02).delay(Duration.ofMillis(80)));
    assertThat(Link.parse(" dsl , down.rate = 8Mbit/s, queue=64kB"))
        .isEqualTo(Link.dsl().down(way -> way.rate(8_000_000)).queue(64_000));
    assertThat(Link.parse("lte,rate=unlimited")).hasToString("delay=35ms");
  }

  @Test
  void everySettingHasAForm() {
    assertThat(Link.parse("delay=1.5s,jitter=250us,rate=1.5Gbit,queue=200ms"))
        .isEqualTo(
            Link.perfect()
                .delay(Duration.ofMillis(1500))
                .jitter(Duration.ofNanos(250_000))
                .rate(1_500_000_000)
                .queue(Duration.ofMillis(200)));
    assertThat(Link.parse("loss=1%/30%/90%/0.5%"))
        .isEqualTo(Link.perfect().loss(new Loss.Bursty(0.01, 0.3, 0.9, 0.005)));
    assertThat(Link.parse("loss=0.02/3")).isEqualTo(Link.perfect().loss(0.02, 3));
    assertThat(Link.parse("duplicate=1%,corrupt=0.1%,reorder=1%/20ms"))
        .isEqualTo(
            Link.perfect().duplicate(0.01).corrupt(0.001).reorder(0.01, Duration.ofMillis(20)));
    assertThat(Link.parse("up.mtu=1280/silent,down.mtu=1400"))
        .isEqualTo(Link.perfect().up(way -> way.mtuBlackHole(1280)).down(way -> way.mtu(1400)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5g | \"5g\" is not a link: presets are lte, 3g",
        "'' | a word is missing: presets are",
        "lte, | a word is missing",
        "loss=2%,lte | the preset \"lte\" stands first",
        "speed=1 | \"speed\" is not a setting of a link; there are delay, jitter, rate",
        "left.rate=1Mbit | \"left.rate\" is not a setting",
        "delay=100 | delay=100: a number with a unit is needed, one of min, s, ms, us, ns",
        "delay=-5ms | \"-5\" is not a number",
        "delay=3000min | delay is between 0 and an hour",
        "rate=fast | rate=fast: a number with a unit is needed",
        "rate=0bit | a rate is between 1 and",
        "loss=200% | loss is a share between 0 and 1, not 2.0",
        "loss=2%/0.5 | a burst is at least 1 packet long",
        "loss=1%/2%/3% | loss=2%, loss=2%/3 or",
        "loss=90%/1 | make them longer",
        "queue=4GB | queue=4GB",
        "queue=4000MB | more than 2 GiB",
        "mtu=big | mtu=big: a number of bytes is needed",
        "mtu=1280/quiet | mtu=1280 or mtu=1280/silent",
        "mtu=20 | an MTU is at least 68 bytes",
      })
  void whatIsWrongIsSaid(String text, String complaint) {
    assertThatThrownBy(() -> Link.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void whatIsPrintedReadsBackAsTheSame() {
    long seed = 20260401;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Link link = Link.perfect().up(some(random)).down(some(random));
      if (random.nextBoolean()) {
        link = new Link(link.up(), link.up());
      }
      assertThat(Link.parse(link.toString())).as("seed %d, link %d", seed, i).isEqualTo(link);
    }
  }

  private static UnaryOperator<LinkDirection> some(Random random) {
    return way -> {
      LinkDirection made = way;
      made = random.nextBoolean() ? made.delay(time(random)) : made;
      made = random.nextBoolean() ? made.jitter(time(random)) : made;
      made = random.nextBoolean() ? made.rate(random.nextLong(1, 1L << 39)) : made;
      made = random.nextBoolean() ? made.queue(random.nextInt(1 << 30)) : made;
      made = random.nextInt(4) == 0 ? made.queue(time(random)) : made;
      made =
          switch (random.nextInt(4)) {
            case 0 -> made.loss(random.nextDouble());
            case 1 -> made.loss(random.nextDouble() / 2, 1 + random.nextInt(9));
            case 2 ->
                made.loss(
                    new Loss.Bursty(
                        random.nextDouble(), 0.5, random.nextDouble(), random.nextDouble()));
            default -> made;
          };
      made = random.nextBoolean() ? made.duplicate(random.nextDouble()) : made;
      made = random.nextBoolean() ? made.corrupt(random.nextDouble()) : made;
      made =
          switch (random.nextInt(3)) {
            case 0 -> made.reorder(random.nextDouble());
            case 1 -> made.reorder(random.nextDouble(), time(random));
            default -> made;
          };
      return switch (random.nextInt(3)) {
        case 0 -> made.mtu(68 + random.nextInt(9000));
        case 1 -> made.mtuBlackHole(68 + random.nextInt(9000));
        default -> made;
      };
    };
  }

  private static Duration time(Random random) {
    long nanos = random.nextLong(1, 3_600_000_000_000L);
    return Duration.ofNanos(random.nextBoolean() ? nanos : nanos / 1_000_000 * 1_000_000);
  }
}
