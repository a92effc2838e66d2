package dev.fairlead.testkit.tcp;

/// How much may be on the way: slow start and congestion avoidance (RFC 5681), NewReno's recovery
/// (RFC 6582), an initial window of ten segments (RFC 6928). Without SACK.
final class Congestion {
  private static final int FIRST_SEGMENTS = 10;
  private static final int DUPLICATES = 3;

  private int maximumSize;
  private long window;
  private long threshold = Long.MAX_VALUE;
  private int duplicates;
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
  /// @return whether the segment there is lost too, and to be sent again at once
  boolean acknowledged(long bytes, long upTo) {
    duplicates = 0;
    if (recovering) {
      if (upTo >= recover) {
        recovering = false;
        window = threshold;
        return false;
      }
      // RFC 6582 §3.2: a partial acknowledgement.
      window = Math.max(maximumSize, window - bytes + maximumSize);
      return true;
    }
    if (window < threshold) {
      // RFC 3465 with L = 2: delayed acknowledgements do not slow the start.
      window += Math.min(bytes, 2L * maximumSize);
    } else {
      window += Math.max(1, (long) maximumSize * maximumSize / window);
    }
    return false;
  }

  /// The same was acknowledged again.
  ///
  /// @param flight bytes on the way
  /// @param highest the first number that was never sent
  /// @return whether the first unacknowledged segment is to be sent again now
  boolean duplicate(long flight, long highest) {
    if (recovering) {
      window += maximumSize;
      return false;
    }
    duplicates++;
    if (duplicates < DUPLICATES) {
      return false;
    }
    halve(flight);
    window = threshold + (long) DUPLICATES * maximumSize;
    recovering = true;
    recover = highest;
    return true;
  }

  /// The retransmission timer went off.
  void timedOut(long flight) {
    halve(flight);
    window = maximumSize;
    duplicates = 0;
    recovering = false;
  }

  private void halve(long flight) {
    threshold = Math.max(flight / 2, 2L * maximumSize);
  }
}
