package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/// The name that a server must prove: a DNS name, or an address.
///
/// @param text as reports show it, without a trailing dot
/// @param address the address when the name is a literal
record PeerName(String text, @Nullable InetAddress address) {

  /// The name that belongs to a connection, empty for a Unix socket without an own one.
  ///
  /// @throws IllegalArgumentException when the own name is not a name
  static Optional<PeerName> of(Endpoint endpoint, Optional<String> own) {
    if (own.isPresent()) {
      return of(Endpoint.of(own.get(), 1));
    }
    return of(endpoint);
  }

  private static Optional<PeerName> of(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Host host -> Optional.of(new PeerName(canonical(host.name()), null));
      case Endpoint.Address literal ->
          Optional.of(new PeerName(literal.address().getHostAddress(), literal.address()));
      case Endpoint.Url url -> of(url.authority());
      case Endpoint.Unix unix -> Optional.empty();
    };
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// What the ClientHello asks for. RFC 6066 §3: literal addresses are not permitted there.
  List<SNIServerName> indication() {
    return address == null ? List.of(new SNIHostName(text)) : List.of();
  }

  /// The name in the ClientHello, as a text.
  Optional<String> indicated() {
    return address == null ? Optional.of(text) : Optional.empty();
  }
}
