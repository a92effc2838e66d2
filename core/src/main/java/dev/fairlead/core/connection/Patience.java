package dev.fairlead.core.connection;

/// What a connection does when a round brought nothing that lasts.
///
/// @param waits whether it waits for a change of the network, if one may help
/// @param backoffFirstNanos how long it waits before it tries again by the clock; 0 for never
/// @param backoffMostNanos up to where that time doubles, round by round
public record Patience(boolean waits, long backoffFirstNanos, long backoffMostNanos) {
  /// Fails when a round brought nothing.
  public static final Patience NONE = new Patience(false, 0, 0);

  /// Waits for a change of the network or `restart()`.
  public static final Patience WAITS = new Patience(true, 0, 0);

  /// Waits as [#WAITS], and tries again by the clock.
  public static Patience withBackoff(long firstNanos, long mostNanos) {
    return new Patience(true, firstNanos, Math.max(firstNanos, mostNanos));
  }

  /// How long to wait after so many rounds that were lost in a row; 0 for no clock.
  long backoffNanos(int lost) {
    long nanos = backoffFirstNanos;
    for (int i = 1; i < lost && nanos < backoffMostNanos; i++) {
      nanos = nanos > backoffMostNanos / 2 ? backoffMostNanos : 2 * nanos;
    }
    return nanos;
  }
}
