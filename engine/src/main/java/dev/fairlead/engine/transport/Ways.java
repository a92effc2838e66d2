package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.Transport.Way;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;

/// Finds the way to a destination without sending anything: a datagram socket that is connected
/// tells the local address that the system would take.
final class Ways {
  /// Discard; any would do, since nothing is sent.
  private static final int PORT = 9;

  private Ways() {}

  static Optional<Way> to(InetAddress destination) {
    StandardProtocolFamily family =
        destination instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    try (DatagramChannel probe = DatagramChannel.open(family)) {
      probe.connect(new InetSocketAddress(destination, PORT));
      InetAddress source = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
      return source.isAnyLocalAddress()
          ? Optional.empty()
          : Optional.of(new Way(source, interfaceOf(source)));
    } catch (IOException
        | UnresolvedAddressException
        | UnsupportedAddressTypeException
        | UnsupportedOperationException noWay) {
      // Unreachable, or this machine has no such family: both mean that there is no way.
      return Optional.empty();
    }
  }

  private static String interfaceOf(InetAddress source) throws IOException {
    NetworkInterface found = NetworkInterface.getByInetAddress(source);
    return found == null ? "" : found.getName();
  }
}
