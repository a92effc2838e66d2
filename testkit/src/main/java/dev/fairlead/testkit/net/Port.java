package dev.fairlead.testkit.net;

import dev.fairlead.InterfaceType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An interface of a host or router.
public final class Port {
  private final Net net;
  private final Node node;
  private final String name;
  private final int index;
  private InterfaceType type;
  private final List<Subnet> addresses = new ArrayList<>();
  private @Nullable Medium medium;
  private boolean up = true;

  Port(Net net, Node node, String name, int index, InterfaceType type) {
    this.net = net;
    this.node = node;
    this.name = name;
    this.index = index;
    this.type = type;
  }

  /// Whose it is.
  public Node node() {
    return node;
  }

  /// `eth0`.
  public String name() {
    return name;
  }

  /// Its number in its host, from 1.
  public int index() {
    return index;
  }

  /// What kind it is.
  public InterfaceType type() {
    return type;
  }

  /// Makes it another kind.
  public void type(InterfaceType newType) {
    type = newType;
    tell("is " + newType);
  }

  /// Its addresses.
  public List<Subnet> addresses() {
    return List.copyOf(addresses);
  }

  /// Adds an address.
  public void add(Subnet address) {
    addresses.add(address);
    tell("has " + address);
  }

  /// Takes an address away; does nothing when it is not there.
  public void remove(InetAddress address) {
    if (addresses.removeIf(each -> each.address().equals(address))) {
      tell("has no longer " + dev.fairlead.Endpoint.text(address));
    }
  }

  /// Switches it on or off.
  public void up(boolean on) {
    if (up != on) {
      up = on;
      tell(on ? "is up" : "is down");
    }
  }

  /// Whether it is switched on and its link is there.
  public boolean isUp() {
    return up && medium != null && medium.isUp(this);
  }

  /// What it is connected to.
  public @Nullable Medium medium() {
    return medium;
  }

  /// Connects it.
  public void plug(@Nullable Medium into) {
    medium = into;
    tell(into == null ? "is unplugged" : "is plugged in");
  }

  /// The medium went up or down.
  void linkChanged() {
    tell(isUp() ? "has a link" : "has no link");
  }

  private void tell(String what) {
    net.journal().note(toString(), what);
    node.changed(this);
    net.changed();
  }

  /// The largest packet it sends.
  public int mtu() {
    Medium there = medium;
    return there == null ? 1500 : there.mtu(this);
  }

  boolean has(InetAddress address) {
    for (Subnet each : addresses) {
      if (each.address().equals(address)) {
        return true;
      }
    }
    return false;
  }

  /// The address of it in the same network, null when it is in none with `other`.
  @Nullable InetAddress near(InetAddress other) {
    for (Subnet each : addresses) {
      if (each.contains(other)) {
        return each.address();
      }
    }
    return null;
  }

  /// An address that may stand as sender to `other`: of its network, or at least of its family.
  public @Nullable InetAddress facing(InetAddress other) {
    InetAddress near = near(other);
    if (near != null) {
      return near;
    }
    boolean ipv4 = other instanceof Inet4Address;
    for (Subnet each : addresses) {
      InetAddress own = each.address();
      if (own instanceof Inet4Address == ipv4 && !own.isLinkLocalAddress()) {
        return own;
      }
    }
    return null;
  }

  /// Sends by it.
  void send(Packet packet, InetAddress next) {
    Medium there = medium;
    net.journal().sent(this, packet);
    if (!isUp() || there == null) {
      net.journal().lost(toString(), packet, "link down");
    } else {
      there.carry(this, packet, next);
    }
  }

  /// Takes what the medium brings.
  void receive(Packet packet) {
    if (!isUp()) {
      net.journal().lost(toString(), packet, "link down");
      return;
    }
    net.journal().arrived(this, packet);
    node.arrived(this, packet);
  }

  /// `phone/wifi`.
  @Override
  public String toString() {
    return node.name() + "/" + name;
  }
}
