package dev.fairlead;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53);

  @Test
  void theWaterfallTellsQuestionsAndAttemptsInTheOrderOfTheirStart() {
    assertThat(report().toString().lines())
        .containsExactly(
            "C1 dual.example:443 (tls over tcp): ready after 263 ms [epoll, JDK]",
            "    +0.0 ms  resolve AAAA dual.example        1 2001:db8::1 in 12 ms (192.0.2.53,"
                + " udp)",
            "     +12 ms  [2001:db8::1]:443           tcp  refused after 1.0 ms",
            "     +12 ms  2001:db8::2                      not tried: there is no IPv6 here",
            "     +13 ms  192.0.2.1:443               tls  ready after 250 ms (tcp 1.0 ms)",
            "  setting tcp.quickAck=true not applied (no such option here)",
            "  tls engine JDK: half close was required");
  }

  @Test
  void jsonNamesTheSameAndEscapesWhatItMust() {
    String json = report().toJson();
    assertThat(json)
        .startsWith("{\"id\":\"C1\",\"endpoint\":\"dual.example:443\",\"stack\":\"tls over tcp\"")
        .contains("\"server\":\"192.0.2.53:53\"")
        .contains("\"outcome\":\"failed\",\"cause\":\"refused\",\"what\":\"refused\"")
        .contains("\"tookMs\":12.000")
        .contains(
            "\"skipped\":[{\"what\":\"2001:db8::2\",\"why\":\"there is no IPv6 here\","
                + "\"afterMs\":12.000}]")
        .endsWith("\"tlsReason\":\"half close was required\"}");
    assertThat(new JsonText().text("a\"b\\\n\u0001\ud800").toString())
        .isEqualTo("\"a\\\"b\\\\\\n\\u0001\\ud800\"");
  }

  @Test
  void whatThePlatformDoesNotTellIsAbsentAndNeverZero() {
    TransferReport.PathTransfer path =
        new TransferReport.PathTransfer(
            Optional.of("eth0"),
            OptionalLong.of(7),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.of(Duration.ofMillis(20)),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    TransferReport report = new TransferReport(Duration.ofSeconds(1), 7, 9, 0, List.of(path));
    assertThat(report.toJson())
        .isEqualTo(
            "{\"durationMs\":1000.000,\"sentBytes\":7,\"receivedBytes\":9,\"unsentBytes\":0,"
                + "\"paths\":[{\"interface\":\"eth0\",\"sentTransportBytes\":7,"
                + "\"smoothedRttMs\":20.000}]}");
    assertThat(report)
        .hasToString(
            "sent 7 bytes, received 9 bytes in 1.00 s\n  eth0  round trip 20 ms  sent 7 bytes");
  }

  private static EstablishmentReport report() {
    ResolutionStep step =
        new ResolutionStep(
            "dual.example",
            "AAAA",
            AnswerSource.QUERY,
            Optional.of(SERVER),
            "udp",
            Duration.ZERO,
            Optional.of(Duration.ofMillis(12)),
            List.of("2001:db8::1"),
            Optional.empty());
    return new EstablishmentReport(
        "C1",
        Endpoint.of("dual.example", 443),
        "tls over tcp",
        Instant.parse("2026-01-01T00:00:00Z"),
        "ready",
        Duration.ofMillis(263),
        0,
        List.of(step),
        List.of(
            attempt(1, "2001:db8::1", "tcp", 12, 13, refused()),
            attempt(2, "192.0.2.1", "tls", 13, 263, new Attempt.Outcome.Won())),
        List.of(
            new EstablishmentReport.Skipped(
                "2001:db8::2", "there is no IPv6 here", Duration.ofMillis(12))),
        List.of(
            new Setting("tcp.quickAck", "true", Setting.Result.NOT_APPLIED, "no such option here")),
        new EstablishmentReport.Machinery(
            "epoll", "", "JDK", "half close was required", Optional.empty()));
  }

  private static Attempt.Outcome refused() {
    return new Attempt.Outcome.Failed(FailureCause.REFUSED, "refused");
  }

  private static Attempt attempt(
      int number, String address, String layer, int from, int to, Attempt.Outcome outcome) {
    return new Attempt(
        number,
        Endpoint.of(address, 443),
        Optional.empty(),
        Optional.empty(),
        layer,
        Duration.ofMillis(from),
        Optional.of(Duration.ofMillis(to)),
        outcome instanceof Attempt.Outcome.Won
            ? List.of(new Handshake("tcp", Duration.ofMillis(1), Optional.empty(), ""))
            : List.of(),
        outcome);
  }
}
