package dev.fairlead.testkit.tcp;

/// What a connection knows of itself.
///
/// @param sent what went out
/// @param receivedBytes what came in
/// @param sentSegments all of them
/// @param receivedSegments all of them
/// @param trips round trips
/// @param maximumSize the largest segment
public record TcpCounts(
    Outgoing.Counts sent,
    long receivedBytes,
    long sentSegments,
    long receivedSegments,
    Trips trips,
    int maximumSize) {
  /// Round trips in nanoseconds, negative when none was measured.
  public record Trips(long smoothed, long variance, long least) {}

  /// Bytes sent, repetitions included.
  public long sentBytes() {
    return sent.sentBytes();
  }

  /// Bytes sent again.
  public long repeatedBytes() {
    return sent.repeatedBytes();
  }

  /// Segments sent again.
  public long repeatedSegments() {
    return sent.repeatedSegments();
  }

  /// The congestion window in segments.
  public long windowSegments() {
    return sent.windowSegments();
  }
}
