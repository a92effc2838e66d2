package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.TlsFacts;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Layer.Ready;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// One handshake: its parts, and what came of it. Lives on the loop.
final class TlsHandshake {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");
  /// RFC 5246 §7.2: a fatal alert in the clear.
  private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final TlsShared shared;
  private final TlsAttempt attempt;
  private final SSLEngine engine;
  private final SslHandler handler;
  private final TlsWire wire;
  private final TlsFarewell farewell;
  private final Offload offload;
  private final ChannelHandlerContext below;
  private boolean outputEnded;

  /// @param parts its parts
  TlsHandshake(TlsShared shared, Parts parts) {
    this.shared = shared;
    this.attempt = parts.attempt();
    this.handler = parts.handler();
    this.engine = parts.handler().engine();
    this.wire = parts.wire();
    this.farewell = parts.farewell();
    this.offload = parts.offload();
    this.below = parts.below();
  }

  /// What it is made of.
  ///
  /// @param below the place of `wire` in the pipeline
  record Parts(
      TlsAttempt attempt,
      SslHandler handler,
      TlsWire wire,
      TlsFarewell farewell,
      Offload offload,
      ChannelHandlerContext below) {}

  TlsOptions options() {
    return shared.options();
  }

  Diagnosis diagnosis() {
    return new Diagnosis(attempt, wire, shared.options());
  }

  /// Whether the engine waits for a task.
  boolean busy() {
    return offload.busy();
  }

  /// Whether the peer ended its direction in the way of the protocol, or broke it.
  boolean peerEnded() {
    return engine.isInboundDone();
  }

  /// Whether we ended our direction.
  boolean outputEnded() {
    return outputEnded;
  }

  /// Ends our direction after what was written before.
  ChannelFuture endOutput() {
    outputEnded = true;
    farewell.say();
    return handler.closeOutbound();
  }

  /// Whether the peer showed its chain in an earlier session only, so that nobody decided about it
  /// in this handshake.
  boolean isUndecided() {
    return attempt.peerChain().isEmpty()
        && shared.trust().decides()
        && !peerChain(engine.getSession()).isEmpty();
  }

  /// Decides about it, off the loop; the gate hears when that is done.
  void decide() {
    List<X509Certificate> chain = peerChain(engine.getSession());
    offload.execute(() -> shared.trust().again(chain, attempt));
  }

  /// Whether the peer was refused.
  boolean isRefused() {
    return attempt.objection().isPresent();
  }

  /// Resumes no session any more: the next handshake shows what the peer is now.
  void forgetSessions() {
    if (!attempt.server()) {
      shared.context().forgetSessions();
    }
  }

  /// Whether one direction may end before the other.
  boolean halfCloses() {
    return shared.engine().halfCloses(engine.getSession().getProtocol());
  }

  /// Whether the peer's end was ours as well.
  boolean endedWithPeer() {
    return peerEnded() && !shared.engine().sendsAfterPeerEnd(engine.getSession().getProtocol());
  }

  /// Nobody waits for it any more.
  void end() {
    wire.stop();
    shared.attempts().end(engine);
  }

  /// Lets an alert leave that the engine still holds: its handler forgets it when the failure came
  /// out of a task.
  ///
  /// @param why the failure that it tells of
  void flushAlert(LayerFailure why) {
    ByteBuf out = below.alloc().directBuffer(engine.getSession().getPacketBufferSize());
    try {
      ByteBuffer space = out.nioBuffer(0, out.capacity());
      out.writerIndex(engine.wrap(NOTHING.duplicate(), space).bytesProduced());
    } catch (SSLException e) {
      // It repeats the failure; then it has nothing to say.
      LOG.log(System.Logger.Level.TRACE, "no alert is left", e);
    }
    if (!out.isReadable() && lostItsAlert(why)) {
      out.writeBytes(HANDSHAKE_FAILURE);
    }
    if (out.isReadable()) {
      var _ = below.write(out, below.voidPromise());
    } else {
      out.release();
    }
    below.flush();
  }

  // BoringSSL's engine drops the alert when a server finds nothing in common after it was asked for
  // its certificate. Nothing is encrypted yet then.
  private boolean lostItsAlert(LayerFailure why) {
    return attempt.server()
        && shared.engine() instanceof BoringSsl
        && why.reason() == FailureCause.TLS_NEGOTIATION
        && why.what().contains("NO_SHARED_CIPHER");
  }

  /// Closes what is below without a word.
  ChannelFuture closeBelow(ChannelPromise promise) {
    return below.close(promise);
  }

  /// What was agreed on.
  Ready ready() {
    TlsFacts facts = facts();
    end();
    if (!facts.sendsAfterPeerEnd()) {
      farewell.holdBack();
    }
    String detail =
        facts.version()
            + " "
            + facts.cipherSuite()
            + facts.alpn().map(alpn -> " alpn " + alpn).orElse("")
            + (facts.resumed().orElse(false) ? " resumed" : "")
            + end(facts);
    return new Ready(facts, detail, attempt.server() ? Optional.empty() : wire.roundTrip());
  }

  private static String end(TlsFacts facts) {
    if (!facts.halfClose()) {
      return "";
    }
    return facts.sendsAfterPeerEnd() ? ", ends alone" : ", may end first";
  }

  private TlsFacts facts() {
    SSLSession session = engine.getSession();
    String version = session.getProtocol();
    return new TlsFacts(
        version,
        session.getCipherSuite(),
        alpn(),
        serverName(session),
        peerChain(session),
        shared.engine().name(),
        shared.engine().halfCloses(version),
        shared.engine().sendsAfterPeerEnd(version),
        resumed());
  }

  private Optional<String> alpn() {
    String chosen = handler.applicationProtocol();
    if (chosen == null && shared.engine() instanceof JdkTls) {
      chosen = engine.getApplicationProtocol();
    }
    return Optional.ofNullable(chosen).filter(name -> !name.isEmpty());
  }

  private Optional<String> serverName(SSLSession session) {
    if (!attempt.server()) {
      return attempt.name().flatMap(PeerName::indicated);
    }
    return session instanceof ExtendedSSLSession extended
        ? extended.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
        : Optional.empty();
  }

  private List<X509Certificate> peerChain(SSLSession session) {
    if (!attempt.peerChain().isEmpty()) {
      return attempt.peerChain();
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate one : session.getPeerCertificates()) {
        chain.add((X509Certificate) one);
      }
      return chain;
    } catch (SSLPeerUnverifiedException e) {
      // It showed none, which only a client may do.
      return List.of();
    }
  }

  // A full handshake verifies a server's chain, a resumed one does not. What a listener does tells
  // nothing.
  private Optional<Boolean> resumed() {
    Optional<Boolean> told = shared.engine().resumed(engine);
    return told.isPresent() || attempt.server() ? told : Optional.of(attempt.peerChain().isEmpty());
  }
}
