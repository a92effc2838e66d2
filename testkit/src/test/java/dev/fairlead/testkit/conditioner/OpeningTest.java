package dev.fairlead.testkit.conditioner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.link.Impairment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long TCP's handshake takes when a SYN (`up`) or its answer (`down`) is lost (`-`).
class OpeningTest {
  @ParameterizedTest
  @CsvSource({
    "+, +, 30",
    "-+, +, 1030",
    "--+, +, 3030",
    "++, -+, 1030",
    "-++, -+, 3030",
    "------+, +, 63030",
  })
  void lostSynsAreSentAgain(String up, String down, long millis) {
    long ready = Opening.readyNanos(0, way(up, 10), way(down, 20));
    assertThat(ready).isEqualTo(Duration.ofMillis(millis).toNanos());
  }

  @ParameterizedTest
  @CsvSource({"-------, ''", "+++++++, -------"})
  void afterSevenTriesItGivesUp(String up, String down) {
    assertThat(Opening.readyNanos(0, way(up, 10), way(down, 20))).isEqualTo(StreamWay.NEVER);
  }

  private static Impairment way(String script, long millis) {
    ArrayDeque<String> fates = new ArrayDeque<>(Arrays.asList(script.split("")));
    RandomGenerator chance = () -> fates.removeFirst().equals("-") ? 0 : -1L;
    return new Impairment(
        LinkDirection.perfect().delay(Duration.ofMillis(millis)).loss(0.5), chance);
  }
}
