package dev.fairlead.testkit.net;

import dev.fairlead.Bytes;

/// A datagram of UDP (RFC 768).
///
/// @param bytes what it carries
public record Datagram(Bytes bytes) implements Content {
  /// Bytes of UDP's header.
  public static final int HEADER = 8;

  @Override
  public int size() {
    return HEADER + bytes.length();
  }

  @Override
  public String toString() {
    return "udp " + bytes.length() + " B";
  }
}
