package dev.fairlead;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Everything that can be set on a [Tls] layer, for those who must read it. Programs use the
/// methods of [Tls].
///
/// An options object never changes; its package-private withers each give a copy.
public final class TlsOptions {
  private static final TlsOptions DEFAULTS = new TlsOptions();

  private List<Identity> identities = List.of();
  private Optional<Function<Peer, ? extends CompletionStage<@Nullable Identity>>> identityOnDemand =
      Optional.empty();
  private Trust trust = Trust.system();
  private Optional<Function<Peer, ? extends CompletionStage<Boolean>>> verify = Optional.empty();
  private List<String> alpn = List.of();
  private Optional<String> serverName = Optional.empty();
  private Tls.Version versionLeast = Tls.Version.TLS_1_2;
  private Tls.Version versionMost = Tls.Version.TLS_1_3;
  private List<String> cipherSuites = List.of();
  private List<String> groups = List.of();
  private Tls.PeerAuthentication clientAuthentication = Tls.PeerAuthentication.NONE;
  private boolean resumption = true;
  private Tls.HalfClose halfClose = Tls.HalfClose.PREFERRED;
  private boolean allowTruncation;
  private Duration handshakeTimeout = Duration.ofSeconds(10);
  private boolean stapling;
  private Optional<Path> keyLog = Optional.empty();

  private TlsOptions() {}

  private TlsOptions(TlsOptions o) {
    identities = o.identities;
    identityOnDemand = o.identityOnDemand;
    trust = o.trust;
    verify = o.verify;
    alpn = o.alpn;
    serverName = o.serverName;
    versionLeast = o.versionLeast;
    versionMost = o.versionMost;
    cipherSuites = o.cipherSuites;
    groups = o.groups;
    clientAuthentication = o.clientAuthentication;
    resumption = o.resumption;
    halfClose = o.halfClose;
    allowTruncation = o.allowTruncation;
    handshakeTimeout = o.handshakeTimeout;
    stapling = o.stapling;
    keyLog = o.keyLog;
  }

  static TlsOptions defaults() {
    return DEFAULTS;
  }

  /// Who we are, the default first; empty for nobody.
  public List<Identity> identities() {
    return identities;
  }

  /// Asked when a server wants a certificate.
  public Optional<Function<Peer, ? extends CompletionStage<@Nullable Identity>>>
      identityOnDemand() {
    return identityOnDemand;
  }

  /// Whom we believe.
  public Trust trust() {
    return trust;
  }

  /// Decides instead of [#trust()].
  public Optional<Function<Peer, ? extends CompletionStage<Boolean>>> verify() {
    return verify;
  }

  /// Application protocols, the preferred one first.
  public List<String> alpn() {
    return alpn;
  }

  /// The name to ask for and verify instead of the endpoint's.
  public Optional<String> serverName() {
    return serverName;
  }

  /// The lowest version, TLS 1.2 by default.
  public Tls.Version versionLeast() {
    return versionLeast;
  }

  /// The highest version, TLS 1.3 by default.
  public Tls.Version versionMost() {
    return versionMost;
  }

  /// IANA names; empty for the engine's good ones.
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /// Key exchange groups; empty for the engine's good ones.
  public List<String> groups() {
    return groups;
  }

  /// What a listener asks of clients.
  public Tls.PeerAuthentication clientAuthentication() {
    return clientAuthentication;
  }

  /// Whether sessions may be resumed.
  public boolean resumption() {
    return resumption;
  }

  /// Whether our direction may end first.
  public Tls.HalfClose halfClose() {
    return halfClose;
  }

  /// Whether an end without close_notify is orderly.
  public boolean allowTruncation() {
    return allowTruncation;
  }

  /// How long the handshake may take.
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /// Whether a stapled certificate status is asked for.
  public boolean stapling() {
    return stapling;
  }

  /// Where session secrets are written.
  public Optional<Path> keyLog() {
    return keyLog;
  }

  TlsOptions identities(List<Identity> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.identities = List.copyOf(value);
    return copy;
  }

  TlsOptions identityOnDemand(Function<Peer, ? extends CompletionStage<@Nullable Identity>> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.identityOnDemand = Optional.of(value);
    return copy;
  }

  TlsOptions trust(Trust value) {
    TlsOptions copy = new TlsOptions(this);
    copy.trust = value;
    return copy;
  }

  TlsOptions verify(Function<Peer, ? extends CompletionStage<Boolean>> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.verify = Optional.of(value);
    return copy;
  }

  TlsOptions alpn(List<String> value) {
    for (String protocol : value) {
      if (protocol.isEmpty() || protocol.length() > 255) {
        throw new IllegalArgumentException("an ALPN name has 1 to 255 bytes: \"" + protocol + "\"");
      }
    }
    TlsOptions copy = new TlsOptions(this);
    copy.alpn = List.copyOf(value);
    return copy;
  }

  TlsOptions serverName(Optional<String> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.serverName = value;
    return copy;
  }

  TlsOptions versions(Tls.Version least, Tls.Version most) {
    if (least.compareTo(most) > 0) {
      throw new IllegalArgumentException("the lowest version is above the highest");
    }
    TlsOptions copy = new TlsOptions(this);
    copy.versionLeast = least;
    copy.versionMost = most;
    return copy;
  }

  TlsOptions cipherSuites(List<String> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.cipherSuites = List.copyOf(value);
    return copy;
  }

  TlsOptions groups(List<String> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.groups = List.copyOf(value);
    return copy;
  }

  TlsOptions clientAuthentication(Tls.PeerAuthentication value) {
    TlsOptions copy = new TlsOptions(this);
    copy.clientAuthentication = value;
    return copy;
  }

  TlsOptions resumption(boolean value) {
    TlsOptions copy = new TlsOptions(this);
    copy.resumption = value;
    return copy;
  }

  TlsOptions halfClose(Tls.HalfClose value) {
    TlsOptions copy = new TlsOptions(this);
    copy.halfClose = value;
    return copy;
  }

  TlsOptions allowTruncation(boolean value) {
    TlsOptions copy = new TlsOptions(this);
    copy.allowTruncation = value;
    return copy;
  }

  TlsOptions handshakeTimeout(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("the handshake timeout must be longer than nothing");
    }
    TlsOptions copy = new TlsOptions(this);
    copy.handshakeTimeout = value;
    return copy;
  }

  TlsOptions stapling(boolean value) {
    TlsOptions copy = new TlsOptions(this);
    copy.stapling = value;
    return copy;
  }

  TlsOptions keyLog(Optional<Path> value) {
    TlsOptions copy = new TlsOptions(this);
    copy.keyLog = value;
    return copy;
  }
}
