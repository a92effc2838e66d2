package dev.fairlead.testkit.udp;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.net.Datagram;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.IcmpError;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Port;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The UDP of one host. On the world's loop.
public final class UdpStack {
  private static final int FIRST_PORT = 49_152;
  private static final int LAST_PORT = 65_535;

  private final Host host;
  private final List<UdpSocket> sockets = new ArrayList<>();

  /// What routers said of ways that are narrower than their first link.
  private final Map<InetAddress, Integer> narrow = new HashMap<>();

  private int lastPort = FIRST_PORT - 1;

  /// The UDP on this IP.
  public UdpStack(Host host) {
    this.host = host;
  }

  /// Binds a socket.
  ///
  /// @param shares whether others may bind the same port that say so too
  public UdpSocket bind(InetSocketAddress address, boolean shares, UdpUser user)
      throws BindException {
    InetSocketAddress free =
        address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), freePort()) : address;
    if (!address.getAddress().isAnyLocalAddress()
        && !address.getAddress().isMulticastAddress()
        && !host.has(address.getAddress())) {
      throw new BindException("Cannot assign requested address");
    }
    UdpSocket socket = new UdpSocket(this, free, shares, user);
    for (UdpSocket other : sockets) {
      if (collide(socket, other)) {
        throw new BindException("Address already in use");
      }
    }
    sockets.add(socket);
    return socket;
  }

  private static boolean collide(UdpSocket one, UdpSocket other) {
    InetAddress here = one.local().getAddress();
    InetAddress there = other.local().getAddress();
    boolean sameFamily = here instanceof Inet4Address == there instanceof Inet4Address;
    return one.local().getPort() == other.local().getPort()
        && sameFamily
        && !(one.shares() && other.shares())
        && here.isLoopbackAddress() == there.isLoopbackAddress()
        && (here.isAnyLocalAddress() || there.isAnyLocalAddress() || here.equals(there));
  }

  private int freePort() {
    do {
      lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
    } while (sockets.stream().anyMatch(it -> it.local().getPort() == lastPort));
    return lastPort;
  }

  void closed(UdpSocket socket) {
    sockets.remove(socket);
  }

  InetAddress source(InetAddress to) throws IOException {
    Host.Way way = host.way(to, null);
    if (way == null) {
      throw new NoRouteToHostException("Network is unreachable");
    }
    return way.source();
  }

  void send(UdpSocket socket, InetSocketAddress to, Bytes bytes, @Nullable String by)
      throws IOException {
    InetAddress bound = socket.local().getAddress();
    Host.Way way = host.way(to.getAddress(), by);
    if (way == null) {
      throw new NoRouteToHostException("Network is unreachable");
    }
    InetAddress from = bound.isAnyLocalAddress() ? way.source() : bound;
    InetSocketAddress source = new InetSocketAddress(from, socket.local().getPort());
    Packet packet = new Packet(source, to, new Datagram(bytes));
    int most = narrow.getOrDefault(to.getAddress(), Integer.MAX_VALUE);
    if (packet.size() > Math.min(most, host.mtu(to.getAddress()))) {
      throw new SocketException("Message too long");
    }
    host.send(packet, by);
    if (to.getAddress().isMulticastAddress() && socket.hearsItself()) {
      host.net().after(0, () -> toMembers(way.port(), packet));
    }
  }

  /// Takes a packet for this host.
  public void arrived(@Nullable Port at, Packet packet) {
    if (packet.to().isMulticastAddress()) {
      toMembers(at, packet);
      return;
    }
    UdpSocket best = null;
    for (UdpSocket each : sockets) {
      if (takes(each, packet) && (best == null || rank(each) > rank(best))) {
        best = each;
      }
    }
    if (best != null) {
      give(best, packet);
    } else {
      host.net().journal().lost(host.name(), packet, "nobody listens");
      IcmpError error = new IcmpError(IcmpError.Kind.PORT_UNREACHABLE, 0, packet);
      host.send(packet.answeredBy(error), null);
    }
  }

  /// The most particular socket takes a datagram.
  private static int rank(UdpSocket socket) {
    return (socket.peer() != null ? 2 : 0)
        + (socket.local().getAddress().isAnyLocalAddress() ? 0 : 1);
  }

  private static boolean takes(UdpSocket socket, Packet packet) {
    InetSocketAddress peer = socket.peer();
    return socket.local().getPort() == packet.destination().getPort()
        && (peer == null || peer.equals(packet.source()))
        && isFor(socket.local().getAddress(), packet.to());
  }

  private static boolean isFor(InetAddress bound, InetAddress to) {
    return bound.equals(to)
        || bound.isAnyLocalAddress() && bound instanceof Inet4Address == to instanceof Inet4Address
        || bound.isAnyLocalAddress() && !(bound instanceof Inet4Address);
  }

  private void toMembers(@Nullable Port at, Packet packet) {
    for (UdpSocket each : List.copyOf(sockets)) {
      boolean member =
          each.memberships().stream()
              .anyMatch(
                  it ->
                      it.group().equals(packet.to())
                          && (it.interfaceName().isEmpty()
                              || at != null && it.interfaceName().equals(at.name())));
      if (member && each.local().getPort() == packet.destination().getPort()) {
        give(each, packet);
      }
    }
  }

  private static void give(UdpSocket socket, Packet packet) {
    Bytes bytes = ((Datagram) packet.content()).bytes();
    socket.user().arrived(packet.source(), packet.destination(), bytes);
  }

  /// Takes news about a datagram that this host had sent.
  public void heard(IcmpError error) {
    Packet about = error.about();
    if (error.kind() == IcmpError.Kind.TOO_BIG) {
      narrow.put(about.to(), error.mtu());
    }
    for (UdpSocket each : List.copyOf(sockets)) {
      // As everywhere, only a socket with one peer learns of it.
      if (about.destination().equals(each.peer())
          && each.local().getPort() == about.source().getPort()) {
        each.user().heard(why(error));
      }
    }
  }

  private static IOException why(IcmpError error) {
    return switch (error.kind()) {
      case PORT_UNREACHABLE -> new PortUnreachableException("Connection refused");
      case TOO_BIG -> new SocketException("Message too long");
      case NO_ROUTE -> new NoRouteToHostException("Network is unreachable");
      case HOST_UNREACHABLE -> new NoRouteToHostException("No route to host");
    };
  }
}
