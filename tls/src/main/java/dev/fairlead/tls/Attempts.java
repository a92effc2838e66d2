package dev.fairlead.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;

/// Finds the handshake that an engine's question belongs to: one context, with its trust and its
/// keys, serves many connections.
final class Attempts {
  // Engines compare by identity.
  private final Map<SSLEngine, TlsAttempt> underWay = new ConcurrentHashMap<>();

  private volatile boolean used;

  /// The handshake begins.
  void begin(SSLEngine engine, TlsAttempt attempt) {
    used = true;
    underWay.put(engine, attempt);
  }

  /// The handshake of this engine, empty when it is over.
  Optional<TlsAttempt> of(SSLEngine engine) {
    return Optional.ofNullable(underWay.get(engine));
  }

  /// The handshake is over.
  void end(SSLEngine engine) {
    TlsAttempt attempt = underWay.remove(engine);
    if (attempt != null) {
      attempt.end();
    }
  }

  /// Whether layers handshake here; else it is somebody else's sockets.
  boolean used() {
    return used;
  }

  /// How many go on.
  int underWay() {
    return underWay.size();
  }
}
