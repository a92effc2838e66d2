package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.engine.spi.Layer.LayerListener;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.PeerEnd;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Above the engine: turns its events into ready, failed and [PeerEnd], and lets nobody close
/// through the engine. Runs on the loop.
///
/// Closing the channel is silent: who wants to say goodbye ends the output first. So a loser of a
/// race, or an abort, costs no alert and waits for nothing.
final class TlsGate extends ChannelDuplexHandler {
  private final TlsHandshake handshake;
  private final LayerListener listener;
  private Phase phase = Phase.HANDSHAKE;
  private boolean peerEnded;
  private boolean belowEnded;
  private boolean broken;
  private boolean closing;

  /// Set while it is decided about the peer of a resumed session.
  private @Nullable TlsHold hold;

  TlsGate(TlsHandshake handshake, LayerListener listener) {
    this.handshake = handshake;
    this.listener = listener;
  }

  private enum Phase {
    HANDSHAKE,
    READY,
    FAILED
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent done when done.isSuccess() -> agreed(ctx);
      case SslHandshakeCompletionEvent done -> failed(ctx, done.cause());
      // Also told when only our side ended, or when the channel closed.
      case SslCloseCompletionEvent closed -> lookForEnd(ctx);
      case ChannelInputShutdownEvent ended -> ctx.executor().execute(() -> belowEnded(ctx));
      case PeerEnd ended -> ctx.executor().execute(() -> belowEnded(ctx));
      case ChannelInputShutdownReadComplete ended -> {}
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  private void agreed(ChannelHandlerContext ctx) {
    if (phase != Phase.HANDSHAKE) {
      return;
    }
    if (handshake.isUndecided()) {
      hold = new TlsHold();
      ctx.pipeline().addAfter(ctx.name(), null, hold);
      handshake.decide();
    } else {
      ready();
    }
  }

  private void ready() {
    phase = Phase.READY;
    listener.ready(handshake.ready());
  }

  /// It is decided about the peer of a resumed session.
  private void decided(ChannelHandlerContext ctx, TlsHold held) {
    hold = null;
    if (phase != Phase.HANDSHAKE) {
      return;
    }
    if (handshake.isRefused()) {
      fail(ctx, handshake.diagnosis().failed(new SSLException("the session is not believed")));
      // Closed first: whatever else the peer sends may be one more ticket.
      var _ = handshake.closeBelow(ctx.newPromise());
      handshake.forgetSessions();
      return;
    }
    ready();
    held.letGo(ctx.pipeline().context(held));
    lookForEnd(ctx);
  }

  private void failed(ChannelHandlerContext ctx, Throwable cause) {
    if (phase == Phase.HANDSHAKE) {
      fail(ctx, closing ? given(cause) : handshake.diagnosis().failed(cause));
    }
  }

  private static LayerFailure given(Throwable cause) {
    return new LayerFailure(
        "tls", FailureCause.CANCELLED, "this side gave up the handshake", cause);
  }

  private void fail(ChannelHandlerContext ctx, LayerFailure why) {
    phase = Phase.FAILED;
    handshake.end();
    handshake.flushAlert(why);
    // Told a moment later: whoever hears it closes, and the engine's alert must leave before.
    ctx.executor().execute(() -> listener.failed(why));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // After our own end the engine's handler does not tell of the peer's.
    if (handshake.outputEnded()) {
      lookForEnd(ctx);
    }
    ctx.fireChannelReadComplete();
  }

  private void lookForEnd(ChannelHandlerContext ctx) {
    if (!handshake.peerEnded() || !ctx.channel().isActive() || hold != null) {
      return;
    }
    if (phase == Phase.HANDSHAKE) {
      fail(ctx, handshake.diagnosis().closedEarly(null));
    } else {
      peerEnded(ctx, PeerEnd.ORDERLY);
    }
  }

  /// The stream below has ended; all of its bytes are in the engine.
  private void belowEnded(ChannelHandlerContext ctx) {
    belowEnded = true;
    // What came may still wait for a decision about the peer.
    if (handshake.busy()) {
      return;
    }
    if (phase == Phase.HANDSHAKE) {
      fail(ctx, handshake.diagnosis().closedEarly(null));
    } else {
      peerEnded(ctx, handshake.options().allowTruncation() ? PeerEnd.ORDERLY : PeerEnd.TRUNCATED);
    }
  }

  /// No task of the engine runs any more.
  void idle(ChannelHandlerContext ctx) {
    TlsHold held = hold;
    if (held != null) {
      decided(ctx, held);
    }
    if (belowEnded) {
      belowEnded(ctx);
    }
  }

  private void peerEnded(ChannelHandlerContext ctx, PeerEnd how) {
    if (phase == Phase.READY && !peerEnded && !broken) {
      peerEnded = true;
      ctx.fireUserEventTriggered(how);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switch (phase) {
      case HANDSHAKE -> failed(ctx, cause);
      case READY -> {
        broken = true;
        ctx.fireExceptionCaught(handshake.diagnosis().broke(cause));
      }
      // The engine repeats what has been told as the reason of the failure.
      case FAILED -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (phase == Phase.HANDSHAKE) {
      failed(ctx, new ClosedChannelException());
    } else if (!closing) {
      peerEnded(ctx, handshake.options().allowTruncation() ? PeerEnd.ORDERLY : PeerEnd.TRUNCATED);
    }
    handshake.end();
    ctx.fireChannelInactive();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    closing = true;
    handshake.end();
    var _ = handshake.closeBelow(promise);
  }
}
