package dev.fairlead.testkit.tcp;

import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.time.Due;
import java.net.InetAddress;

/// What TCP stands on: a host's IP.
public interface Lower {
  /// The world's clock.
  long now();

  /// Does something later.
  Due after(long nanos, Runnable event);

  /// Sends. What cannot leave is answered by an error of ICMP, as from a router.
  void send(Packet packet);

  /// The largest packet on the first link of the way.
  int mtu(InetAddress to);
}
