package dev.fairlead.testkit.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Makes errors about packets that go no further.
final class Icmp {
  private Icmp() {}

  /// From the packet's sender to itself: its own link does not take it.
  static Packet tooBig(Packet packet, int mtu) {
    return about(packet, packet.from(), IcmpError.Kind.TOO_BIG, mtu);
  }

  /// @param by who says so
  static Packet about(Packet packet, InetAddress by, IcmpError.Kind kind, int mtu) {
    return new Packet(
        new InetSocketAddress(by, 0),
        new InetSocketAddress(packet.from(), 0),
        new IcmpError(kind, mtu, packet));
  }
}
