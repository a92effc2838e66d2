package dev.fairlead.testkit.net;

/// What a packet carries.
public sealed interface Content permits Segment, Datagram, IcmpError {
  /// Bytes with the header of the protocol.
  int size();
}
