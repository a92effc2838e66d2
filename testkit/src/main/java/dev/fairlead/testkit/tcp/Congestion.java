package dev.fairlead.testkit.tcp;

/// How much may be on the way: slow start and congestion avoidance (RFC 5681), an initial window of
/// ten segments (RFC 6928), one halving for all losses of a round trip (RFC 6675).
final class Congestion {
  private static final int FIRST_SEGMENTS = 10;

  private int maximumSize;
  private long window;
  private long threshold = Long.MAX_VALUE;
  private boolean recovering;
  private long recover;

  Congestion(int maximumSize) {
    use(maximumSize);
  }

  /// The size of segments became known.
  void use(int newMaximumSize) {
    maximumSize = newMaximumSize;
    window = (long) FIRST_SEGMENTS * newMaximumSize;
  }

  long window() {
    return window;
  }

  boolean isRecovering() {
    return recovering;
  }

  /// New data was acknowledged.
  ///
  /// @param bytes how much
  /// @param upTo the first number that is not acknowledged
  void acknowledged(long bytes, long upTo) {
    if (recovering) {
      recovering = upTo < recover;
    } else if (window < threshold) {
      // RFC 3465 with L = 2: delayed acknowledgements do not slow the start.
      window += Math.min(bytes, 2L * maximumSize);
    } else {
      window += Math.max(1, (long) maximumSize * maximumSize / window);
    }
  }

  /// Something is lost.
  ///
  /// @param flight bytes on the way
  /// @param highest the first number that was never sent: the end of the recovery
  void lost(long flight, long highest) {
    if (!recovering) {
      halve(flight);
      window = threshold;
      recovering = true;
      recover = highest;
    }
  }

  /// The retransmission timer went off.
  void timedOut(long flight) {
    halve(flight);
    window = maximumSize;
    recovering = false;
  }

  private void halve(long flight) {
    threshold = Math.max(flight / 2, 2L * maximumSize);
  }
}
