package dev.fairlead;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reports as a person reads them.
final class Waterfall {
  private static final int TIME_WIDTH = 11;
  private static final int TARGET_WIDTH = 28;

  private Waterfall() {}

  static String of(EstablishmentReport report) {
    StringBuilder text = new StringBuilder();
    text.append(report.id()).append(' ').append(report.endpoint()).append(" (");
    text.append(report.stack()).append("): ").append(report.outcome());
    text.append(" after ").append(time(report.duration()));
    EstablishmentReport.Machinery by = report.machinery();
    text.append(" [").append(by.transport());
    text.append(by.tlsEngine().isEmpty() ? "" : ", " + by.tlsEngine()).append(']');
    if (report.previousRounds() > 0) {
      text.append("\n  ").append(report.previousRounds()).append(" earlier rounds failed");
    }
    lines(report).forEach(line -> text.append('\n').append(line));
    for (Setting setting : report.settings()) {
      text.append("\n  setting ").append(setting);
    }
    reason(text, "transport", by.transport(), by.transportReason());
    reason(text, "tls engine", by.tlsEngine(), by.tlsReason());
    return text.toString();
  }

  /// The questions, the attempts and what was skipped, in the order of their start.
  static Stream<String> lines(EstablishmentReport report) {
    record Line(Duration at, String text) {}
    return Stream.of(
            report.resolutions().stream().map(r -> new Line(r.startedAfter(), line(r))),
            report.attempts().stream().map(a -> new Line(a.startedAfter(), line(a))),
            report.skipped().stream().map(s -> new Line(s.after(), line(s))))
        .flatMap(Function.identity())
        .sorted(Comparator.comparing(Line::at))
        .map(Line::text);
  }

  static String line(ResolutionStep step) {
    String took = step.took().map(t -> " in " + time(t)).orElse("");
    String who =
        step.server()
            .map(
                server ->
                    address(server) + (step.protocol().isEmpty() ? "" : ", " + step.protocol()))
            .orElse(step.source().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    return at(step.startedAfter())
        + "  "
        + pad("resolve " + step.type() + " " + step.name(), TARGET_WIDTH + 5)
        + step.failure().orElseGet(() -> answers(step))
        + took
        + " ("
        + who
        + ")";
  }

  private static String line(EstablishmentReport.Skipped skipped) {
    return at(skipped.after())
        + "  "
        + pad(skipped.what(), TARGET_WIDTH + 5)
        + "not tried: "
        + skipped.why();
  }

  private static String answers(ResolutionStep step) {
    if (!step.answers().isEmpty()) {
      return step.answers().size() + " " + String.join(", ", step.answers());
    }
    return step.took().isPresent() ? "no such record" : "no answer yet";
  }

  static String line(Attempt attempt) {
    return at(attempt.startedAfter())
        + "  "
        + pad(attempt.target().toString(), TARGET_WIDTH)
        + pad(attempt.layer(), 5)
        + outcome(attempt);
  }

  private static String outcome(Attempt attempt) {
    String after = attempt.took().map(t -> " after " + time(t)).orElse("");
    return switch (attempt.outcome()) {
      case Attempt.Outcome.Running() -> "under way";
      case Attempt.Outcome.Won() -> "ready" + after + handshakes(attempt);
      case Attempt.Outcome.Failed(FailureCause _, String what) -> what + after;
      case Attempt.Outcome.Cancelled(String why) -> "given up" + after + ": " + why;
    };
  }

  private static String handshakes(Attempt attempt) {
    StringBuilder text = new StringBuilder();
    for (Handshake shake : attempt.handshakes()) {
      text.append(text.isEmpty() ? " (" : ", ");
      text.append(shake.layer()).append(' ').append(time(shake.took()));
      text.append(shake.detail().isEmpty() ? "" : " " + shake.detail());
    }
    return text.isEmpty() ? "" : text.append(')').toString();
  }

  static String of(TransferReport report) {
    StringBuilder text = new StringBuilder();
    text.append("sent ").append(report.sentBytes()).append(" bytes, received ");
    text.append(report.receivedBytes()).append(" bytes in ").append(time(report.duration()));
    if (report.unsentBytes() > 0) {
      text.append(", ").append(report.unsentBytes()).append(" bytes wait");
    }
    for (TransferReport.PathTransfer path : report.paths()) {
      text.append("\n  ").append(path.interfaceName().orElse("path"));
      part(text, "round trip", path.smoothedRtt());
      part(text, "least", path.minimumRtt());
      part(text, "variance", path.rttVariance());
      part(text, "sent", path.sentTransportBytes(), " bytes");
      part(text, "received", path.receivedTransportBytes(), " bytes");
      part(text, "sent again", path.retransmittedBytes(), " bytes");
      part(text, "sent again", path.retransmittedSegments(), " segments");
      part(text, "window", path.congestionWindow(), " segments");
      part(text, "path mtu", path.pathMtu(), "");
      part(text, "delivery", path.deliveryRate(), " bytes/s");
    }
    return text.toString();
  }

  private static void part(StringBuilder text, String name, Optional<Duration> value) {
    value.ifPresent(v -> text.append("  ").append(name).append(' ').append(time(v)));
  }

  private static void part(StringBuilder text, String name, OptionalLong value, String unit) {
    value.ifPresent(v -> text.append("  ").append(name).append(' ').append(v).append(unit));
  }

  private static void reason(StringBuilder text, String what, String value, String reason) {
    if (!reason.isEmpty()) {
      text.append("\n  ").append(what).append(' ').append(value).append(": ").append(reason);
    }
  }

  private static String at(Duration after) {
    String text = "+" + time(after);
    return " ".repeat(Math.max(0, TIME_WIDTH - text.length())) + text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String address(InetSocketAddress address) {
    String host = EndpointText.bracketed(address.getAddress());
    return address.getPort() == 53 ? host : host + ":" + address.getPort();
  }

  /// `0.4 ms`, `12 ms`, `1.25 s`: three figures at most.
  static String time(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    return String.format(Locale.ROOT, millis < 10_000 ? "%.2f s" : "%.1f s", millis / 1000);
  }
}
