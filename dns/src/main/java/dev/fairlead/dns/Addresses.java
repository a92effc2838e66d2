package dev.fairlead.dns;

import dev.fairlead.NetworkInterface;
import dev.fairlead.core.resolve.AddressLiteral;
import dev.fairlead.core.resolve.ResolverConfig;
import dev.fairlead.engine.spi.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns written addresses into usable ones: only the transport knows which interface a zone means.
final class Addresses {
  private Addresses() {}

  /// The servers whose address means something here; one on an interface that does not exist is
  /// left out.
  static List<InetSocketAddress> servers(ResolverConfig config, Transport transport, int port) {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (AddressLiteral server : config.servers()) {
      InetAddress address = usable(server, transport);
      if (address != null) {
        servers.add(new InetSocketAddress(address, port));
      }
    }
    return servers;
  }

  /// The address with its scope, or null when no interface has the name of the zone.
  static @Nullable InetAddress usable(AddressLiteral literal, Transport transport) {
    String zone = literal.zone();
    if (zone == null || !(literal.address() instanceof Inet6Address address)) {
      return literal.address();
    }
    int index = index(zone, transport);
    if (index < 0) {
      return null;
    }
    try {
      return Inet6Address.getByAddress(null, address.getAddress(), index);
    } catch (UnknownHostException impossible) {
      throw new AssertionError("sixteen octets are always an address", impossible);
    }
  }

  private static int index(String zone, Transport transport) {
    if (zone.length() <= 9 && zone.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(zone);
    }
    // Names came through a question in lower case; interfaces that differ only in case do not occur
    // in practice.
    for (NetworkInterface known : transport.interfaces().now().interfaces()) {
      if (known.name().equalsIgnoreCase(zone)) {
        return known.index();
      }
    }
    return -1;
  }
}
