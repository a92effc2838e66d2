package dev.fairlead.testkit;

import dev.fairlead.InterfaceType;
import dev.fairlead.Network;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.channel.SimTransport;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Subnet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A simulated host. [#network()] is a real `Network`: the production engine over simulated
/// sockets.
///
/// A host `a` is called `a.test`; every host of the world finds it by that name.
public final class SimHost implements Attachable {
  private final SimWorld world;
  private final Machine machine;
  private final Map<String, SimInterface> interfaces = new LinkedHashMap<>();
  private final HostNetworks networks;
  private final HostNames names;
  private @Nullable Network network;

  SimHost(SimWorld world, Machine machine, HostNames names, HostNetworks networks) {
    this.world = world;
    this.machine = machine;
    this.names = names;
    this.networks = networks;
  }

  Machine machine() {
    return machine;
  }

  /// Its name, without a domain.
  @Override
  public String name() {
    return machine.host().name();
  }

  /// The name by which the world's name servers know it: `a.test`.
  public String domainName() {
    return name() + "." + SimWorld.DOMAIN;
  }

  /// Its world.
  public SimWorld world() {
    return world;
  }

  /// Its network, always the same one, made at first use. The world closes it.
  public Network network() {
    Network known = network;
    if (known == null) {
      known = network(builder -> builder);
      network = known;
    }
    return known;
  }

  /// Another network of this host, built as `build` wants it, with its own caches: what another
  /// program on the host would have. The world closes it.
  public Network network(UnaryOperator<Network.Builder> build) {
    return networks.make(machine, names, build);
  }

  /// Another network of this host over sockets that our own tests have tampered with.
  Network networkOver(UnaryOperator<Transport> tamper, UnaryOperator<Network.Builder> build) {
    return networks.make(machine, tamper.apply(new SimTransport(machine, names::files)), build);
  }

  /// The interface of this name, made if there is none yet: wired, and attached to nothing.
  public SimInterface networkInterface(String name) {
    return networkInterface(name, InterfaceType.WIRED);
  }

  /// The interface of this name, made if there is none yet; it is of this type from now on.
  public SimInterface networkInterface(String name, InterfaceType type) {
    SimInterface known = interfaces.get(name);
    if (known == null) {
      known = new SimInterface(this, machine.host().addPort(name, type));
      interfaces.put(name, known);
    } else if (known.port().type() != type && type != InterfaceType.WIRED) {
      known.port().type(type);
    }
    return known;
  }

  /// Its interfaces in the order of their making, those that were removed too.
  public List<SimInterface> interfaces() {
    return List.copyOf(interfaces.values());
  }

  /// All its addresses, in the order of its interfaces.
  public List<InetAddress> addresses() {
    return machine.host().ports().stream()
        .map(Port::addresses)
        .flatMap(List::stream)
        .map(Subnet::address)
        .toList();
  }

  /// Its first IPv4 address.
  ///
  /// @throws IllegalStateException when it has none
  public InetAddress ipv4() {
    return first(true);
  }

  /// Its first IPv6 address.
  ///
  /// @throws IllegalStateException when it has none
  public InetAddress ipv6() {
    return first(false);
  }

  private InetAddress first(boolean ipv4) {
    Optional<InetAddress> found =
        addresses().stream().filter(it -> it instanceof Inet4Address == ipv4).findFirst();
    return found.orElseThrow(
        () -> new IllegalStateException(name() + " has no address of that family"));
  }

  /// Asks these for names from now on, in this order, by the first address that each has; none
  /// means
  /// that there is no name server. At first a host asks itself, and knows what [SimWorld#dns]
  /// knows.
  public void nameServers(SimHost... servers) {
    names.servers(Arrays.stream(servers).map(each -> each.addresses().getFirst()).toList());
  }

  /// The text of its hosts file from now on. At first it knows `localhost` only.
  public void hostsFile(String text) {
    names.hosts(text);
  }

  HostNames names() {
    return names;
  }

  /// Packets to this port vanish from now on, as a firewall drops them; nobody is told.
  public void ignorePort(int port) {
    machine.ignore(port, true);
  }

  /// Packets to this port are heard again.
  public void hearPort(int port) {
    machine.ignore(port, false);
  }

  /// Writes from now on what this host sends and gets into a capture file, as [SimWorld#pcapng]
  /// does
  /// for all.
  ///
  /// @throws java.io.UncheckedIOException when the file cannot be written
  public void pcapng(Path file) {
    world.capture(file, host());
  }

  /// From now on it neither hears nor says anything, as a host that lost its power; its programs
  /// know nothing of that.
  public void silence() {
    host().mute(true);
  }

  /// It hears and answers again.
  public void wake() {
    host().mute(false);
  }

  private Host host() {
    return machine.host();
  }

  @Override
  public String toString() {
    return name();
  }
}
