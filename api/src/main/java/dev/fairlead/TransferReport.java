package dev.fairlead;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What went over a connection. What the platform does not tell is empty, never zero.
///
/// @param duration since the connection was ready
/// @param sentBytes bytes of the program that were handed to the system
/// @param receivedBytes bytes that came for the program
/// @param unsentBytes accepted bytes that still wait
/// @param paths one entry for each path that carried it; one for TCP
public record TransferReport(
    Duration duration,
    long sentBytes,
    long receivedBytes,
    long unsentBytes,
    List<PathTransfer> paths) {
  public TransferReport {
    paths = List.copyOf(paths);
  }

  /// What the transport knows of one path (`TCP_INFO` where there is one).
  ///
  /// @param interfaceName the interface, when known
  /// @param sentTransportBytes bytes sent by the transport, retransmissions included
  /// @param receivedTransportBytes bytes received by the transport
  /// @param retransmittedBytes bytes sent again
  /// @param retransmittedSegments segments sent again
  /// @param sentSegments segments sent
  /// @param receivedSegments segments received
  /// @param smoothedRtt the smoothed round trip (RFC 6298)
  /// @param rttVariance its mean deviation
  /// @param minimumRtt the least round trip seen
  /// @param congestionWindow segments that may be on the way
  /// @param pathMtu the largest packet of the path in bytes
  /// @param deliveryRate bytes per second that arrived lately
  public record PathTransfer(
      Optional<String> interfaceName,
      OptionalLong sentTransportBytes,
      OptionalLong receivedTransportBytes,
      OptionalLong retransmittedBytes,
      OptionalLong retransmittedSegments,
      OptionalLong sentSegments,
      OptionalLong receivedSegments,
      Optional<Duration> smoothedRtt,
      Optional<Duration> rttVariance,
      Optional<Duration> minimumRtt,
      OptionalLong congestionWindow,
      OptionalLong pathMtu,
      OptionalLong deliveryRate) {}

  /// The report as one JSON object; what is not known is left out.
  public String toJson() {
    return ReportJson.of(this);
  }

  @Override
  public String toString() {
    return Waterfall.of(this);
  }
}
