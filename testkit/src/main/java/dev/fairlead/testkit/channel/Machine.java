package dev.fairlead.testkit.channel;

import dev.fairlead.testkit.net.Datagram;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.IcmpError;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Segment;
import dev.fairlead.testkit.tcp.Lower;
import dev.fairlead.testkit.tcp.TcpStack;
import dev.fairlead.testkit.time.Due;
import dev.fairlead.testkit.udp.UdpStack;
import java.net.InetAddress;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A host with its TCP and UDP.
public final class Machine implements Host.Upper, Lower {
  private final Host host;
  private final TcpStack tcp = new TcpStack(this);
  private final UdpStack udp;
  private final Set<Integer> ignoredPorts = new TreeSet<>();

  /// What stands on this host.
  public Machine(Host host) {
    this.host = host;
    this.udp = new UdpStack(host);
    host.use(this);
  }

  /// Its IP.
  public Host host() {
    return host;
  }

  /// Its TCP.
  public TcpStack tcp() {
    return tcp;
  }

  /// Its UDP.
  public UdpStack udp() {
    return udp;
  }

  /// Whether packets to this port vanish, as a firewall drops them.
  public void ignore(int port, boolean on) {
    if (on) {
      ignoredPorts.add(port);
    } else {
      ignoredPorts.remove(port);
    }
    host.net().journal().note(host.name(), (on ? "ignores port " : "hears port ") + port);
  }

  @Override
  public void arrived(@Nullable Port at, Packet packet) {
    if (ignoredPorts.contains(packet.destination().getPort())) {
      host.net().journal().lost(host.name(), packet, "the port is ignored");
      return;
    }
    switch (packet.content()) {
      case Segment _ -> tcp.arrived(packet);
      case Datagram _ -> udp.arrived(at, packet);
      case IcmpError error -> heard(error);
    }
  }

  @Override
  public void heard(IcmpError error) {
    switch (error.about().content()) {
      case Segment _ -> tcp.heard(error);
      case Datagram _ -> udp.heard(error);
      case IcmpError _ -> {}
    }
  }

  @Override
  public long now() {
    return host.net().now();
  }

  @Override
  public Due after(long nanos, Runnable event) {
    return host.net().after(nanos, event);
  }

  @Override
  public void send(Packet packet) {
    host.send(packet, null);
  }

  @Override
  public int mtu(InetAddress to) {
    return host.mtu(to);
  }
}
