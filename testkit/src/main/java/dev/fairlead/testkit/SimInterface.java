package dev.fairlead.testkit;

import dev.fairlead.testkit.link.Impairment.Openness;
import dev.fairlead.testkit.net.Lan;
import dev.fairlead.testkit.net.Medium;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Subnet;
import dev.fairlead.testkit.net.Wire;
import java.net.InetAddress;
import java.util.List;

/// An interface of a simulated host: it can be switched off, vanish and come back, and have its
/// addresses changed. What happens is seen at once by the host's `Network` and by everything that
/// is on its way.
///
/// As all of a world: to be used by the thread that made the world, or by threads of it.
public final class SimInterface implements Attachable {
  private final SimHost host;
  private final Port port;

  SimInterface(SimHost host, Port port) {
    this.host = host;
    this.port = port;
  }

  Port port() {
    return port;
  }

  /// Its name in its host: `wifi`.
  @Override
  public String name() {
    return port.name();
  }

  /// Whose it is.
  public SimHost host() {
    return host;
  }

  /// Switches it off. Connections over it hear nothing of that, as with real hosts: they notice
  /// when nothing comes any more.
  public void down() {
    port.up(false);
  }

  /// Switches it on.
  public void up() {
    port.up(true);
  }

  /// Whether it is switched on and its link is there.
  public boolean isUp() {
    return port.isUp();
  }

  /// Takes it away, as when a card is pulled. [#restore] brings it back.
  public void remove() {
    host.machine().host().remove(port);
  }

  /// Brings it back after [#remove], with the addresses that it had.
  public void restore() {
    host.machine().host().restore(port);
  }

  /// Its addresses.
  public List<InetAddress> addresses() {
    return port.addresses().stream().map(Subnet::address).toList();
  }

  /// Adds an address: `192.0.2.7/24`, `2001:db8::7/64`. Without a length an IPv4 address has 24 and
  /// an IPv6 address 64.
  public void addAddress(String address) {
    port.add(Subnet.parse(address));
  }

  /// Takes an address away; does nothing when it has not got it.
  public void removeAddress(InetAddress address) {
    port.remove(address);
  }

  /// From now on its link swallows everything, in both directions, and nobody is told.
  public void blackHole() {
    become(Openness.BLACK_HOLE);
  }

  /// From now on its link works again.
  public void heal() {
    become(Openness.OPEN);
  }

  private void become(Openness openness) {
    Medium medium = port.medium();
    if (medium instanceof Wire wire) {
      wire.become(openness);
    } else if (medium instanceof Lan lan) {
      lan.become(port, openness);
    } else {
      throw new IllegalStateException(port + " is not attached to anything");
    }
  }

  @Override
  public String toString() {
    return port.toString();
  }
}
