package dev.fairlead.testkit.net;

import java.net.InetAddress;
import java.util.List;

/// What connects interfaces: a wire between two, a local network among many.
public interface Medium {
  /// The interfaces on it.
  List<Port> ports();

  /// Takes a packet of one of them to the one that has the next address; a multicast packet to all.
  void carry(Port from, Packet packet, InetAddress next);

  /// Whether it passes packets of this interface at all, as far as its hardware shows.
  boolean isUp(Port port);

  /// The largest packet that this interface may put on it.
  int mtu(Port port);
}
