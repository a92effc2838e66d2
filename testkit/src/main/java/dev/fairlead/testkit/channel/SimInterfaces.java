package dev.fairlead.testkit.channel;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The interfaces of a simulated host, as the engine sees a machine's.
final class SimInterfaces implements InterfaceSource {
  static final String LOOPBACK = "lo";

  private static final int LOOPBACK_MTU = 65_536;

  private static final InetAddress FAR4 = InetAddress.ofLiteral("192.0.2.255");
  private static final InetAddress FAR6 = InetAddress.ofLiteral("2001:db8:ffff:ffff::1");

  private final Host host;

  SimInterfaces(Host host) {
    this.host = host;
  }

  @Override
  public Snapshot now() {
    List<NetworkInterface> all = new ArrayList<>();
    StringBuilder identity = new StringBuilder();
    boolean ipv4 = false;
    boolean ipv6 = false;
    for (Port port : host.ports()) {
      List<InetAddress> addresses = port.addresses().stream().map(Subnet::address).toList();
      boolean up = port.isUp();
      all.add(
          new NetworkInterface(port.name(), port.index(), port.type(), up, addresses, port.mtu()));
      if (up) {
        identity.append(port.name()).append(port.addresses());
        ipv4 |= port.facing(FAR4) != null;
        ipv6 |= port.facing(FAR6) != null;
      }
    }
    all.add(
        new NetworkInterface(
            LOOPBACK,
            1,
            InterfaceType.LOOPBACK,
            true,
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")),
            LOOPBACK_MTU));
    return new Snapshot(all, ipv4, ipv6, identity.toString());
  }

  @Override
  public Watch onChange(Runnable changed) {
    Told told = new Told(changed);
    host.onChange(told);
    return () -> host.offChange(told);
  }

  /// Tells once for changes at one moment, on the loop.
  private final class Told implements Runnable {
    private final Runnable changed;
    private boolean queued;

    Told(Runnable changed) {
      this.changed = changed;
    }

    @Override
    public void run() {
      if (!queued) {
        queued = true;
        host.net()
            .turns()
            .loop()
            .execute(
                () -> {
                  queued = false;
                  changed.run();
                });
      }
    }
  }

  @Override
  public boolean watchesCheaply() {
    return true;
  }

  @Override
  public void close() {
    // Nothing runs here that could be stopped.
  }
}
