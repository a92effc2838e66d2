package dev.fairlead.testkit;

import dev.fairlead.Endpoint;
import dev.fairlead.engine.spi.NameFiles;
import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.dns.DnsServer;
import dev.fairlead.testkit.dns.Zone;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;

/// How one host finds names: its own stub, which knows all of the world, unless it is told of
/// servers.
final class HostNames {
  private static final InetAddress STUB = InetAddress.ofLiteral("127.0.0.53");

  private List<InetAddress> servers = List.of(STUB);
  private String hosts = "127.0.0.1 localhost\n::1 localhost\n";
  private boolean dns64;

  HostNames(Machine machine, Zone directory) {
    try {
      new DnsServer(machine, directory, () -> dns64).listen(STUB);
    } catch (BindException impossible) {
      throw new AssertionError("nobody else is on a new host", impossible);
    }
  }

  void servers(List<InetAddress> addresses) {
    servers = List.copyOf(addresses);
  }

  void hosts(String text) {
    hosts = text;
  }

  void dns64(boolean on) {
    dns64 = on;
  }

  NameFiles files() {
    StringBuilder resolv = new StringBuilder();
    servers.forEach(it -> resolv.append("nameserver ").append(Endpoint.text(it)).append('\n'));
    return new NameFiles(resolv.toString(), hosts, "hosts: files dns\n");
  }
}
