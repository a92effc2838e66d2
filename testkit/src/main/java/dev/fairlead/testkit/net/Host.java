package dev.fairlead.testkit.net;

import dev.fairlead.InterfaceType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The IP of one host: interfaces, routes, and who takes what arrives. It passes nothing on. On the
/// world's loop.
public final class Host implements Node {
  /// Its own packets to itself take a moment, so that two programs on one host cannot stop time.
  private static final long LOOPBACK_NANOS = 10_000;

  /// Linux's.
  private static final int LOOPBACK_MTU = 65_536;

  private static final InetAddress LOOPBACK4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress LOOPBACK6 = InetAddress.ofLiteral("::1");

  private final Net net;
  private final String name;
  private final List<Port> ports = new ArrayList<>();
  private final List<Runnable> changeListeners = new ArrayList<>();
  private @Nullable Upper upper;
  private boolean mute;
  private int made = 1;

  /// Who takes packets.
  public interface Upper {
    /// A packet for this host, of TCP or UDP.
    ///
    /// @param at the interface; null when it came from the host itself
    void arrived(@Nullable Port at, Packet packet);

    /// A packet of ours did not arrive.
    void heard(IcmpError error);
  }

  /// How a packet leaves.
  ///
  /// @param port null for the host itself
  /// @param next whom the packet is handed to
  /// @param source the address it has by default
  public record Way(@Nullable Port port, InetAddress next, InetAddress source) {}

  /// A host without interfaces.
  public Host(Net net, String name) {
    this.net = net;
    this.name = name;
    net.onChange(() -> changeListeners.forEach(Runnable::run));
  }

  /// Whoever takes packets from now on.
  public void use(Upper newUpper) {
    upper = newUpper;
  }

  /// The network it is in.
  public Net net() {
    return net;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean forwards() {
    return false;
  }

  /// A new interface.
  public Port addPort(String portName, InterfaceType type) {
    Port port = new Port(net, this, portName, ++made, type);
    ports.add(port);
    return port;
  }

  /// Takes an interface away.
  public void remove(Port port) {
    if (ports.remove(port)) {
      Medium medium = port.medium();
      if (medium instanceof Lan lan) {
        lan.leave(port);
      }
      net.journal().note(port.toString(), "is gone");
      net.changed();
    }
  }

  /// Brings an interface back that was taken away.
  public void restore(Port port) {
    if (!ports.contains(port)) {
      ports.add(port);
      net.journal().note(port.toString(), "is back");
      net.changed();
    }
  }

  /// Its interfaces, without the loopback.
  public List<Port> ports() {
    return List.copyOf(ports);
  }

  /// Calls `listener` when interfaces, addresses or routes may have changed.
  public void onChange(Runnable listener) {
    changeListeners.add(listener);
  }

  /// Ends the calls.
  public void offChange(Runnable listener) {
    changeListeners.remove(listener);
  }

  /// A mute host hears nothing and says nothing: it crashed, or lost its power.
  public void mute(boolean on) {
    mute = on;
    net.journal().note(name, on ? "is silent" : "answers again");
  }

  @Override
  public void changed(Port port) {
    // The network tells everybody.
  }

  /// Whether the address is its own.
  public boolean has(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    for (Port port : ports) {
      if (port.has(address)) {
        return true;
      }
    }
    return false;
  }

  /// How packets to `to` leave, null when there is no way.
  ///
  /// @param only the interface that they must leave by, null for any
  public @Nullable Way way(InetAddress to, @Nullable String only) {
    if (has(to)) {
      InetAddress source =
          !to.isLoopbackAddress() ? to : to instanceof Inet4Address ? LOOPBACK4 : LOOPBACK6;
      return new Way(null, to, source);
    }
    Way far = null;
    for (Port port : ports) {
      boolean meant = only == null || port.name().equals(only);
      InetAddress source = meant && port.isUp() ? port.facing(to) : null;
      if (source == null) {
        continue;
      }
      if (to.isMulticastAddress() || port.near(to) != null) {
        return new Way(port, to, source);
      }
      InetAddress gateway = gateway(port, to);
      if (gateway != null && far == null) {
        far = new Way(port, gateway, source);
      }
    }
    return far;
  }

  /// The first router on the link that speaks the family.
  private static @Nullable InetAddress gateway(Port port, InetAddress to) {
    Medium medium = port.medium();
    if (medium == null) {
      return null;
    }
    for (Port other : medium.ports()) {
      InetAddress facing = other.node().forwards() && other.isUp() ? other.facing(to) : null;
      if (facing != null) {
        return facing;
      }
    }
    return null;
  }

  /// The interface by which a packet of this source is sent: that which has the address, as hosts
  /// with policy routing do; else by destination.
  private @Nullable Way wayOf(Packet packet, @Nullable String only) {
    if (only == null && !packet.from().isLoopbackAddress()) {
      for (Port port : ports) {
        if (port.has(packet.from())) {
          Way way = way(packet.to(), port.name());
          if (way != null) {
            return way;
          }
        }
      }
    }
    return way(packet.to(), only);
  }

  /// The largest packet on the first link to `to`.
  public int mtu(InetAddress to) {
    Way way = way(to, null);
    if (way == null) {
      return Lane.ETHERNET;
    }
    return way.port == null ? LOOPBACK_MTU : way.port.mtu();
  }

  /// Sends a packet; what cannot leave is answered by an error.
  public void send(Packet packet, @Nullable String only) {
    if (mute) {
      return;
    }
    Way way = wayOf(packet, only);
    if (way == null) {
      net.journal().lost(name, packet, "no route");
      if (!(packet.content() instanceof IcmpError)) {
        IcmpError error = new IcmpError(IcmpError.Kind.NO_ROUTE, 0, packet);
        net.after(0, () -> hear(error));
      }
    } else if (way.port == null) {
      net.after(LOOPBACK_NANOS, () -> deliver(null, packet));
    } else {
      way.port.send(packet, way.next);
    }
  }

  private void hear(IcmpError error) {
    if (upper != null) {
      upper.heard(error);
    }
  }

  @Override
  public void arrived(Port at, Packet packet) {
    if (mute) {
      net.journal().lost(name, packet, "the host is silent");
    } else if (has(packet.to()) || packet.to().isMulticastAddress()) {
      deliver(at, packet);
    } else {
      net.journal().lost(name, packet, "not for this host");
    }
  }

  private void deliver(@Nullable Port at, Packet packet) {
    if (packet.content() instanceof IcmpError error) {
      hear(error);
    } else if (upper != null) {
      upper.arrived(at, packet);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
