package dev.fairlead;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// TLS 1.2 and 1.3 (RFC 5246, RFC 8446) over a byte stream.
///
/// Secure by default: the chain is verified against [Trust#system()], the name against the
/// endpoint. Each method gives a changed copy.
public final class Tls implements StreamStack<StreamConnection> {
  private final StreamStack<?> below;
  private final TlsOptions options;

  private Tls(StreamStack<?> below, TlsOptions options) {
    this.below = Objects.requireNonNull(below, "below");
    this.options = options;
  }

  /// A version of TLS.
  public enum Version {
    /// RFC 5246.
    TLS_1_2,
    /// RFC 8446.
    TLS_1_3
  }

  /// Whether the peer must show a certificate.
  public enum PeerAuthentication {
    /// It must. What a client asks of a server, always.
    REQUIRED,
    /// It may; one that is shown must be good.
    OPTIONAL,
    /// It is not asked. What a server does by default.
    NONE
  }

  /// Whether one direction may end before the other.
  ///
  /// In TLS 1.2 both end at once (RFC 5246 §7.2.1), in TLS 1.3 each by itself (RFC 8446 §6.1).
  /// BoringSSL
  /// lets us end first, but ends our direction with the peer's: what it has taken then still
  /// leaves,
  /// for the rest sending fails with the number of bytes, and the peer sees a truncated stream.
  public enum HalfClose {
    /// As the fastest engine has it; [TlsFacts] and the report say what is in force.
    PREFERRED,
    /// Both ways: the JDK's engine is chosen, which also sends after the peer's end, and TLS 1.2,
    /// which cannot, is refused.
    REQUIRED
  }

  /// TLS over TCP with the defaults of both.
  public static Tls overTcp() {
    return over(Tcp.defaults());
  }

  /// TLS over any byte stream: TCP with options, or a tunnel.
  public static Tls over(StreamStack<?> below) {
    return new Tls(below, TlsOptions.defaults());
  }

  /// All settings of this layer.
  public TlsOptions options() {
    return options;
  }

  /// Shows this certificate: needed by servers, by clients only when the server asks.
  public Tls identity(Identity identity) {
    return with(o -> o.identities(List.of(identity)));
  }

  /// Shows the one of these certificates whose name the client asked for, else the first.
  public Tls identities(List<Identity> identities) {
    return with(o -> o.identities(identities));
  }

  /// Chooses a client certificate when a server asks for one; null inside goes on without.
  /// The call-back never runs on an event loop and may run once per attempt.
  public Tls identityOnDemand(
      Function<Peer, ? extends CompletionStage<@Nullable Identity>> chooser) {
    return with(o -> o.identityOnDemand(chooser));
  }

  /// Believes these authorities instead of the system's.
  public Tls trust(Trust trust) {
    return with(o -> o.trust(trust));
  }

  /// Decides about the peer instead of [Trust]; the peer's `objection` says what that would do.
  /// The call-back never runs on an event loop, may run once per attempt, also for a session that
  /// is
  /// resumed, and may take as long as the handshake does.
  public Tls verify(Function<Peer, ? extends CompletionStage<Boolean>> decision) {
    return with(o -> o.verify(decision));
  }

  /// Offers these application protocols, the preferred one first (ALPN, RFC 7301).
  public Tls alpn(String... protocols) {
    return with(o -> o.alpn(List.of(protocols)));
  }

  /// Asks for and verifies this name instead of the endpoint's.
  public Tls serverName(String name) {
    return with(o -> o.serverName(Optional.of(name)));
  }

  /// Speaks only versions between these, both included.
  public Tls versions(Version least, Version most) {
    return with(o -> o.versions(least, most));
  }

  /// Uses only these cipher suites, by their IANA names.
  public Tls cipherSuites(String... names) {
    return with(o -> o.cipherSuites(List.of(names)));
  }

  /// Uses only these key exchange groups, by their names (`x25519`, `secp256r1`).
  public Tls groups(String... names) {
    return with(o -> o.groups(List.of(names)));
  }

  /// On a listener: whether clients must show a certificate. `NONE` by default.
  public Tls clientAuthentication(PeerAuthentication wish) {
    return with(o -> o.clientAuthentication(wish));
  }

  /// Whether sessions may be resumed. On by default, between connections of this very stack and
  /// inside one [Context] only.
  ///
  /// A resumed session shows no certificate. The chain of its first handshake is judged again each
  /// time, by [Trust] and [#verify]; when it is refused, its sessions are forgotten.
  public Tls resumption(boolean on) {
    return with(o -> o.resumption(on));
  }

  /// Whether one direction may end before the other. `PREFERRED` by default.
  public Tls halfClose(HalfClose wish) {
    return with(o -> o.halfClose(wish));
  }

  /// Takes an end of the stream without close_notify for an orderly one, for old peers. An attacker
  /// can then cut what the peer sends.
  public Tls allowTruncation() {
    return with(o -> o.allowTruncation(true));
  }

  /// The handshake may take this long. 10 s by default.
  public Tls handshakeTimeout(Duration limit) {
    return with(o -> o.handshakeTimeout(limit));
  }

  /// Asks for a stapled certificate status (OCSP, RFC 6066 §8). Off by default.
  public Tls stapling(boolean on) {
    return with(o -> o.stapling(on));
  }

  /// Appends session secrets to this file in the NSS format, so that a capture can be read. Whoever
  /// reads the file reads the traffic. Only BoringSSL can, and on the module path only with
  /// `--add-opens io.netty.handler/io.netty.handler.ssl=dev.fairlead.tls`.
  public Tls keyLog(Path file) {
    return with(o -> o.keyLog(Optional.of(file)));
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public @Nullable Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return "tls over " + below;
  }

  private Tls with(UnaryOperator<TlsOptions> change) {
    return new Tls(below, change.apply(options));
  }
}
