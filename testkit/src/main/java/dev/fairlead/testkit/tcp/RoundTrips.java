package dev.fairlead.testkit.tcp;

/// Round trips and the time-out that follows from them (RFC 6298).
final class RoundTrips {
  /// RFC 6298 §2.1, and §5.7 for a SYN.
  static final long FIRST_TIMEOUT = 1_000_000_000L;

  /// Linux's; RFC 6298 §2.4 would have a second, which no large system keeps to.
  static final long LEAST_TIMEOUT = 200_000_000L;

  /// RFC 6298 §2.5.
  static final long MOST_TIMEOUT = 120_000_000_000L;

  private static final long GRANULARITY = 1_000_000L;

  private long smoothed = -1;
  private long variance;
  private long least = -1;
  private long timeout = FIRST_TIMEOUT;

  void measured(long nanos) {
    if (smoothed < 0) {
      smoothed = nanos;
      variance = nanos / 2;
      least = nanos;
    } else {
      // RFC 6298 §2.3: in this order.
      variance = (3 * variance + Math.abs(smoothed - nanos)) / 4;
      smoothed = (7 * smoothed + nanos) / 8;
      least = Math.min(least, nanos);
    }
    timeout =
        Math.clamp(smoothed + Math.max(GRANULARITY, 4 * variance), LEAST_TIMEOUT, MOST_TIMEOUT);
  }

  /// RFC 6298 §5.5.
  void backOff() {
    timeout = Math.min(timeout * 2, MOST_TIMEOUT);
  }

  long timeout() {
    return timeout;
  }

  /// Negative before the first measurement, as the two below.
  long smoothed() {
    return smoothed;
  }

  long variance() {
    return smoothed < 0 ? -1 : variance;
  }

  long least() {
    return least;
  }
}
