package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What is known of one handshake while it goes on. Written by the thread that decides for it, read
/// by the loop afterwards; cancelled by the loop.
final class TlsAttempt {
  private final Endpoint endpoint;
  private final Optional<PeerName> name;
  private final boolean server;
  private final AtomicReference<@Nullable Runnable> onCancel = new AtomicReference<>();

  private volatile boolean over;
  private volatile boolean certificateAsked;
  private volatile boolean certificateShown;
  private volatile List<X509Certificate> peerChain = List.of();
  private volatile Optional<Objection> objection = Optional.empty();

  TlsAttempt(Endpoint endpoint, Optional<PeerName> name, boolean server) {
    this.endpoint = endpoint;
    this.name = name;
    this.server = server;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// The name that the peer must prove; empty on a server.
  Optional<PeerName> name() {
    return name;
  }

  /// Whether this side is the server.
  boolean server() {
    return server;
  }

  /// Why the peer was refused, when it was.
  Optional<Objection> objection() {
    return objection;
  }

  void refused(Objection why) {
    objection = Optional.of(why);
  }

  /// What the peer showed in this handshake; empty also when a session was resumed.
  List<X509Certificate> peerChain() {
    return peerChain;
  }

  void peerShowed(List<X509Certificate> chain) {
    peerChain = List.copyOf(chain);
  }

  /// Whether we were asked for a certificate.
  boolean certificateAsked() {
    return certificateAsked;
  }

  void askedForCertificate() {
    certificateAsked = true;
  }

  /// Whether we showed one.
  boolean certificateShown() {
    return certificateShown;
  }

  void showedCertificate() {
    certificateShown = true;
  }

  /// Whether nobody waits for a decision any more.
  boolean over() {
    return over;
  }

  /// Runs `action` when the handshake ends first; null withdraws it.
  void onCancel(@Nullable Runnable action) {
    onCancel.set(action);
    if (over && action != null && onCancel.compareAndSet(action, null)) {
      action.run();
    }
  }

  /// The handshake is over, well or not: a decision that still runs is of no use.
  void end() {
    over = true;
    Runnable action = onCancel.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }
}
