package dev.fairlead;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a TLS handshake agreed on.
///
/// @param version `TLSv1.3`, `TLSv1.2`
/// @param cipherSuite the IANA name
/// @param alpn the application protocol, empty when none was agreed on
/// @param serverName the name that was asked for, on both sides
/// @param peerChain the peer's certificates, its own first; empty when it showed none
/// @param engine which implementation did it: `BoringSSL`, `JDK`
/// @param halfClose whether our direction can end while the peer's goes on
/// @param sendsAfterPeerEnd whether our direction goes on when the peer's has ended
/// @param resumed whether an earlier session was resumed, empty when the engine does not tell
public record TlsFacts(
    String version,
    String cipherSuite,
    Optional<String> alpn,
    Optional<String> serverName,
    List<X509Certificate> peerChain,
    String engine,
    boolean halfClose,
    boolean sendsAfterPeerEnd,
    Optional<Boolean> resumed)
    implements Facts {
  public TlsFacts {
    peerChain = List.copyOf(peerChain);
  }
}
