package dev.fairlead.testkit.net;

import dev.fairlead.Endpoint;
import java.net.InetAddress;

/// What becomes of packets to an address that nobody on the link has.
final class Neighbours {
  /// Linux asks three times, a second apart, before it says so (RFC 4861 §10 has the same numbers).
  private static final long ASKED_NANOS = 3_000_000_000L;

  private Neighbours() {}

  static void missing(Net net, Port from, Packet packet, InetAddress next) {
    net.journal().lost(from.toString(), packet, "nobody has " + Endpoint.text(next));
    if (packet.content() instanceof IcmpError) {
      return;
    }
    InetAddress own = from.facing(packet.from());
    InetAddress by = own == null ? packet.from() : own;
    Packet error = Icmp.about(packet, by, IcmpError.Kind.HOST_UNREACHABLE, 0);
    net.after(ASKED_NANOS, () -> from.node().arrived(from, error));
  }
}
