package dev.fairlead;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Reports as machines read them. Names are the reports' own; times are milliseconds.
final class ReportJson {
  private ReportJson() {}

  static String of(EstablishmentReport report) {
    JsonText json = new JsonText().open('{');
    json.field("id", report.id()).field("endpoint", report.endpoint().toString());
    json.field("stack", report.stack()).field("startedAt", report.startedAt().toString());
    json.field("outcome", report.outcome());
    json.number("durationMs", millis(report.duration()));
    json.number("previousRounds", String.valueOf(report.previousRounds()));
    json.key("resolutions").open('[');
    report.resolutions().forEach(step -> resolution(json, step));
    json.close(']').key("attempts").open('[');
    report.attempts().forEach(attempt -> attempt(json, attempt));
    json.close(']').key("skipped").open('[');
    for (EstablishmentReport.Skipped s : report.skipped()) {
      json.open('{').field("what", s.what()).field("why", s.why());
      json.number("afterMs", millis(s.after())).close('}');
    }
    json.close(']').key("settings").open('[');
    for (Setting s : report.settings()) {
      json.open('{').field("name", s.name()).field("value", s.value());
      json.field("result", word(s.result())).field("reason", s.reason()).close('}');
    }
    EstablishmentReport.Machinery by = report.machinery();
    json.close(']').field("transport", by.transport());
    json.field("transportReason", by.transportReason()).field("tlsEngine", by.tlsEngine());
    json.field("tlsReason", by.tlsReason());
    by.proxy().ifPresent(proxy -> json.field("proxy", proxy.toString()));
    return json.close('}').toString();
  }

  private static void resolution(JsonText json, ResolutionStep step) {
    json.open('{').field("name", step.name()).field("type", step.type());
    json.field("source", word(step.source()));
    address(json, "server", step.server());
    json.field("protocol", step.protocol());
    json.number("startedAfterMs", millis(step.startedAfter()));
    step.took().ifPresent(took -> json.number("tookMs", millis(took)));
    json.key("answers").open('[');
    step.answers().forEach(json::text);
    json.close(']');
    step.failure().ifPresent(failure -> json.field("failure", failure));
    json.close('}');
  }

  private static void attempt(JsonText json, Attempt attempt) {
    json.open('{').number("number", String.valueOf(attempt.number()));
    json.field("target", attempt.target().toString());
    address(json, "local", attempt.local());
    attempt.interfaceName().ifPresent(name -> json.field("interface", name));
    json.field("layer", attempt.layer());
    json.number("startedAfterMs", millis(attempt.startedAfter()));
    attempt.endedAfter().ifPresent(end -> json.number("endedAfterMs", millis(end)));
    switch (attempt.outcome()) {
      case Attempt.Outcome.Running() -> json.field("outcome", "running");
      case Attempt.Outcome.Won() -> json.field("outcome", "won");
      case Attempt.Outcome.Failed(FailureCause cause, String what) ->
          json.field("outcome", "failed").field("cause", word(cause)).field("what", what);
      case Attempt.Outcome.Cancelled(String why) ->
          json.field("outcome", "cancelled").field("what", why);
    }
    json.key("handshakes").open('[');
    for (Handshake shake : attempt.handshakes()) {
      json.open('{').field("layer", shake.layer()).number("tookMs", millis(shake.took()));
      shake.roundTrip().ifPresent(rtt -> json.number("roundTripMs", millis(rtt)));
      json.field("detail", shake.detail()).close('}');
    }
    json.close(']').close('}');
  }

  static String of(TransferReport report) {
    JsonText json = new JsonText().open('{').number("durationMs", millis(report.duration()));
    json.number("sentBytes", String.valueOf(report.sentBytes()));
    json.number("receivedBytes", String.valueOf(report.receivedBytes()));
    json.number("unsentBytes", String.valueOf(report.unsentBytes()));
    json.key("paths").open('[');
    for (TransferReport.PathTransfer path : report.paths()) {
      json.open('{');
      path.interfaceName().ifPresent(name -> json.field("interface", name));
      count(json, "sentTransportBytes", path.sentTransportBytes());
      count(json, "receivedTransportBytes", path.receivedTransportBytes());
      count(json, "retransmittedBytes", path.retransmittedBytes());
      count(json, "retransmittedSegments", path.retransmittedSegments());
      count(json, "sentSegments", path.sentSegments());
      count(json, "receivedSegments", path.receivedSegments());
      path.smoothedRtt().ifPresent(rtt -> json.number("smoothedRttMs", millis(rtt)));
      path.rttVariance().ifPresent(rtt -> json.number("rttVarianceMs", millis(rtt)));
      path.minimumRtt().ifPresent(rtt -> json.number("minimumRttMs", millis(rtt)));
      count(json, "congestionWindow", path.congestionWindow());
      count(json, "pathMtu", path.pathMtu());
      count(json, "deliveryRate", path.deliveryRate());
      json.close('}');
    }
    return json.close(']').close('}').toString();
  }

  private static void count(JsonText json, String name, OptionalLong value) {
    value.ifPresent(v -> json.number(name, String.valueOf(v)));
  }

  private static void address(JsonText json, String name, Optional<InetSocketAddress> address) {
    address.ifPresent(
        a -> json.field(name, EndpointText.bracketed(a.getAddress()) + ":" + a.getPort()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
  }
}
