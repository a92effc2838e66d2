package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which network does the work.
final class NetworkTuning {
  private static final int DNS_PORT = 53;

  @Option(
      names = "--dns",
      paramLabel = "SERVER[:PORT]",
      description = "Ask this name server, not the system's; may be given several times.")
  List<String> servers = new ArrayList<>();

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "epoll, kqueue or nio; the best that works by default.")
  @Nullable String transport;

  @Option(
      names = "--tls-engine",
      paramLabel = "NAME",
      description = "BoringSSL or JDK; the best that can do what is asked by default.")
  @Nullable String tlsEngine;

  /// The shared network, or one of its own when something is to be different.
  Network network() {
    if (servers.isEmpty() && transport == null && tlsEngine == null) {
      return Network.shared();
    }
    InetSocketAddress[] asked =
        servers.stream().map(NetworkTuning::server).toArray(InetSocketAddress[]::new);
    Network.Builder builder = Network.builder();
    if (asked.length > 0) {
      builder.resolver(Resolver.servers(asked));
    }
    if (transport != null) {
      builder.transport(transport);
    }
    if (tlsEngine != null) {
      builder.tlsEngine(tlsEngine);
    }
    return builder.build();
  }

  static InetSocketAddress server(String text) {
    boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
    boolean hasPort = !bareIpv6 && text.lastIndexOf(':') > text.lastIndexOf(']');
    try {
      Endpoint endpoint = hasPort ? Endpoint.parse(text) : Endpoint.of(text, DNS_PORT);
      if (endpoint instanceof Endpoint.Address address) {
        return address.socketAddress();
      }
    } catch (IllegalArgumentException e) {
      throw new Usage("--dns: " + e.getMessage());
    }
    throw new Usage("--dns needs the address of a server, not the name " + text);
  }
}
