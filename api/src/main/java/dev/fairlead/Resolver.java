package dev.fairlead;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// Who is asked for names.
///
/// The kinds are closed here; encrypted ones join later.
public sealed interface Resolver
    permits Resolver.SystemDefault, Resolver.Servers, Resolver.StaticHosts {
  /// As the system is set up: hosts file, then the servers of the system, then whatever else the
  /// system knows (multicast names, directories) through the system's own resolver.
  record SystemDefault() implements Resolver {}

  /// These servers over UDP and TCP, in this order, and neither the hosts file nor the system.
  ///
  /// @param servers one at least, with their ports (53 is usual)
  record Servers(List<InetSocketAddress> servers) implements Resolver {
    public Servers {
      servers = List.copyOf(servers);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("no server is named");
      }
      for (InetSocketAddress server : servers) {
        if (server.isUnresolved()) {
          throw new IllegalArgumentException("a server needs an address, not a name: " + server);
        }
      }
    }
  }

  /// A fixed table and nothing else; names are compared without regard to case.
  record StaticHosts(Map<String, List<InetAddress>> hosts) implements Resolver {
    public StaticHosts {
      hosts =
          hosts.entrySet().stream()
              .collect(
                  java.util.stream.Collectors.toUnmodifiableMap(
                      e -> e.getKey().toLowerCase(java.util.Locale.ROOT),
                      e -> List.copyOf(e.getValue())));
    }
  }

  /// As the system is set up. The default.
  static Resolver system() {
    return new SystemDefault();
  }

  /// These servers only.
  static Resolver servers(InetSocketAddress... servers) {
    return new Servers(List.of(servers));
  }

  /// A fixed table.
  static Resolver hosts(Map<String, List<InetAddress>> hosts) {
    return new StaticHosts(hosts);
  }
}
