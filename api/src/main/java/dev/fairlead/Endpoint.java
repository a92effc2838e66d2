package dev.fairlead;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/// Where to: something that a connection can reach or a listener can stand on.
///
/// Endpoints are values: equal ones are interchangeable, and they serve as map keys. A text that is
/// an address literal gives an [Address], never a [Host].
public sealed interface Endpoint
    permits Endpoint.Host, Endpoint.Address, Endpoint.Url, Endpoint.Unix {

  /// A name that is looked up when a connection starts, each time anew.
  ///
  /// @param name a DNS name without brackets; international names are given in their ASCII form
  /// @param port 1 to 65535
  record Host(String name, int port) implements Endpoint {
    public Host {
      EndpointText.checkName(name);
      EndpointText.checkPort(port, 1);
    }

    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /// An address and a port; nothing is looked up.
  ///
  /// @param address the address, with its scope when it is a link-local IPv6 address
  /// @param port 0 to 65535; 0 only where a listener chooses
  record Address(InetAddress address, int port) implements Endpoint {
    public Address {
      Objects.requireNonNull(address, "address");
      EndpointText.checkPort(port, 0);
    }

    /// The same as a socket address.
    public InetSocketAddress socketAddress() {
      return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
      return EndpointText.bracketed(address) + ":" + port;
    }
  }

  /// A URL. Its scheme gives the default port (`https`, `wss` 443; `http`, `ws` 80); the stack is
  /// chosen by the program, not by the scheme.
  record Url(URI uri) implements Endpoint {
    public Url {
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("the URL names no host: " + uri);
      }
      EndpointText.checkPort(EndpointText.port(uri), 1);
    }

    /// The host and port of the URL: a [Host], or an [Address] when the host is a literal.
    public Endpoint authority() {
      return Endpoint.of(uri.getHost(), EndpointText.port(uri));
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /// The path of a Unix domain socket.
  record Unix(Path path) implements Endpoint {
    public Unix {
      if (path.toString().isEmpty()) {
        throw new IllegalArgumentException("the path of a Unix socket is empty");
      }
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// A host name or an address literal, and a port. IPv6 literals may stand in brackets and may
  /// carry a scope (`fe80::1%eth0`).
  static Endpoint of(String host, int port) {
    InetAddress literal = EndpointText.literal(host);
    return literal == null ? new Host(host, port) : new Address(literal, port);
  }

  /// An address and a port.
  static Endpoint of(InetAddress address, int port) {
    return new Address(address, port);
  }

  /// The endpoint of a socket address; an unresolved one gives a [Host].
  static Endpoint of(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    return resolved == null
        ? of(address.getHostString(), address.getPort())
        : new Address(resolved, address.getPort());
  }

  /// `HOST:PORT`, `[IPV6]:PORT`, `unix:PATH`, or a URL with `://`.
  static Endpoint parse(String text) {
    return EndpointText.parse(text);
  }

  /// An address as text in its canonical form (RFC 5952), with its scope.
  static String text(InetAddress address) {
    return EndpointText.canonical(address);
  }

  /// A URL, for stacks that need its path.
  static Endpoint url(String url) {
    return new Url(URI.create(url));
  }

  /// A Unix domain socket.
  static Endpoint unix(Path path) {
    return new Unix(path);
  }
}
