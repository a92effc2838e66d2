package dev.fairlead.testkit.udp;

import dev.fairlead.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Who uses a [UdpSocket]. Called on the world's loop.
public interface UdpUser {
  /// A datagram came.
  void arrived(InetSocketAddress source, InetSocketAddress destination, Bytes bytes);

  /// A datagram that was sent did not arrive, and somebody said so.
  void heard(IOException why);
}
