package dev.fairlead.engine;

import java.util.Locale;

/// Durations as a person reads them.
final class Durations {
  private Durations() {}

  /// `0.4 ms`, `12 ms`, `1.25 s`, `10 s`.
  static String text(long nanos) {
    double millis = nanos / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    String seconds = String.format(Locale.ROOT, "%.2f", millis / 1000);
    return (seconds.endsWith(".00") ? seconds.substring(0, seconds.length() - 3) : seconds) + " s";
  }
}
