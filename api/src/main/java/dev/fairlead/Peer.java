package dev.fairlead;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// A TLS peer while its handshake waits for a decision.
///
/// @param endpoint where the connection goes, or where it came from
/// @param serverName the name that was asked for (SNI), empty when none was
/// @param chain the peer's certificates, its own first; empty when it showed none
/// @param objection why the configured [Trust] would refuse, empty when it would accept
public record Peer(
    Endpoint endpoint,
    Optional<String> serverName,
    List<X509Certificate> chain,
    Optional<String> objection) {
  public Peer {
    chain = List.copyOf(chain);
  }
}
