package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/// An implementation of TLS. One is chosen by what the options ask for.
sealed interface TlsEngine permits BoringSsl, JdkTls {
  /// `BoringSSL`, `JDK`.
  String name();

  /// Why it cannot be used here at all, empty when it can.
  Optional<String> missing();

  /// The option that it cannot do, with the reason, empty when it can do all.
  Optional<String> refuses(TlsOptions options, boolean server, List<String> keyAlgorithms);

  /// What the connections of the same options share, sessions included.
  Context context(TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust)
      throws SSLException;

  /// Whether our direction may end while the peer's goes on, in this version (`TLSv1.3`).
  boolean halfCloses(String version);

  /// Whether our direction goes on when the peer's has ended, in this version.
  boolean sendsAfterPeerEnd(String version);

  /// Whether an earlier session was resumed, empty when it does not tell.
  Optional<Boolean> resumed(SSLEngine engine);

  /// Makes engines.
  interface Context {
    /// An engine for one connection.
    ///
    /// @param name the server's name, null on a server
    /// @param port of the peer, by which sessions are kept
    SSLEngine newEngine(ByteBufAllocator allocator, @Nullable PeerName name, int port);

    /// The sessions that clients may resume.
    SSLSessionContext clientSessions();

    /// Lets nobody resume what was agreed on so far; one server gives several tickets.
    default void forgetSessions() {
      SSLSessionContext sessions = clientSessions();
      for (byte[] id : Collections.list(sessions.getIds())) {
        SSLSession session = sessions.getSession(id);
        if (session != null) {
          session.invalidate();
        }
      }
    }
  }
}
