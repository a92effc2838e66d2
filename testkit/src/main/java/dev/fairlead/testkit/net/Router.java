package dev.fairlead.testkit.net;

import dev.fairlead.InterfaceType;
import dev.fairlead.testkit.net.IcmpError.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes packets on. Routers know at once which way is open: their routes are those of a routing
/// protocol that needs no time.
public final class Router implements Node {
  private final Net net;
  private final String name;
  private final List<Port> ports = new ArrayList<>();
  private final Routes routes;
  private Translation translation = Translation.NONE;

  /// A router without interfaces.
  public Router(Net net, String name) {
    this.net = net;
    this.name = name;
    this.routes = new Routes(net, this);
    net.joins(this);
  }

  /// What it does to packets besides.
  public void translate(Translation how) {
    translation = how;
    net.changed();
  }

  /// A new interface.
  public Port addPort(String portName) {
    Port port = new Port(net, this, portName, ports.size() + 1, InterfaceType.WIRED);
    ports.add(port);
    return port;
  }

  /// Its interfaces.
  public List<Port> ports() {
    return List.copyOf(ports);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean forwards() {
    return true;
  }

  @Override
  public void changed(Port port) {
    // Everybody looks again at the routes with every change of the network.
  }

  /// Whether it tells others of the network behind this interface.
  boolean announces(Port port) {
    return translation.announces(port);
  }

  /// Whether it takes packets to this address for its own purposes.
  boolean claims(InetAddress address) {
    return translation.claims(address);
  }

  @Override
  public void arrived(Port at, Packet packet) {
    if (packet.to().isMulticastAddress()) {
      return;
    }
    Packet translated = translation.inbound(at, packet);
    if (translated == null) {
      net.journal().lost(name, packet, "no mapping");
      return;
    }
    if (isOwn(translated.to())) {
      net.journal().lost(name, translated, "the router itself has no services");
      return;
    }
    if (translated.hops() <= 1) {
      net.journal().lost(name, translated, "too many hops");
      return;
    }
    forward(at, translated.hopped());
  }

  private void forward(Port at, Packet packet) {
    Routes.Hop hop = routes.to(packet.to());
    if (hop == null) {
      net.journal().lost(name, packet, "no route");
      complain(at, packet, Kind.NO_ROUTE);
      return;
    }
    Packet leaving = translation.outbound(at, hop.port(), packet);
    if (leaving == null) {
      net.journal().lost(name, packet, "cannot be translated");
      return;
    }
    if (!leaving.equals(packet)) {
      Routes.Hop other = routes.to(leaving.to());
      hop = other == null ? hop : other;
    }
    hop.port().send(leaving, hop.next());
  }

  private void complain(Port at, Packet packet, Kind kind) {
    InetAddress own = at.facing(packet.from());
    if (own != null && !(packet.content() instanceof IcmpError)) {
      Packet error = Icmp.about(packet, own, kind, 0);
      Routes.Hop back = routes.to(packet.from());
      if (back != null) {
        back.port().send(error, back.next());
      }
    }
  }

  private boolean isOwn(InetAddress address) {
    for (Port port : ports) {
      if (port.has(address)) {
        return true;
      }
    }
    return false;
  }

  /// The interface that is in the same network, null when none is.
  @Nullable Port near(InetAddress address) {
    for (Port port : ports) {
      if (port.isUp() && port.near(address) != null) {
        return port;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return name;
  }
}
