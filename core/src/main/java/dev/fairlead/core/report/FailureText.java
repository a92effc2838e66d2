package dev.fairlead.core.report;

import dev.fairlead.EstablishmentReport;
import dev.fairlead.FailureCause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The message of a failed connection: where to, after how long, the whole ledger, what to do next.
public final class FailureText {
  private FailureText() {}

  /// The message.
  ///
  /// @param summary why, as one clause: `3 attempts failed`
  public static String of(EstablishmentReport report, FailureCause cause, String summary) {
    StringBuilder text = new StringBuilder("Could not connect to ");
    text.append(report.endpoint()).append(" in ").append(time(report.duration()));
    text.append("; ").append(summary);
    List<String> lines = report.timeline();
    text.append(lines.isEmpty() ? "" : ":");
    lines.forEach(line -> text.append('\n').append(line));
    if (report.previousRounds() > 0) {
      text.append("\n  after ").append(report.previousRounds()).append(" earlier rounds");
    }
    return text.append("\n  What to do: ").append(cause.advice()).toString();
  }

  private static String time(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    return String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }
}
