package dev.fairlead.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Below the engine: keeps back the close_notify with which it answers the peer's by itself, until
/// we end our direction. A close_notify says that everything was sent; where the engine cut our
/// direction short that would be a lie, and the peer must see a truncation instead.
///
/// Runs on the loop.
final class TlsFarewell extends ChannelOutboundHandlerAdapter {
  private final SSLEngine engine;
  private boolean holds;
  private boolean ended;
  private @Nullable ChannelHandlerContext place;
  private @Nullable Object kept;

  TlsFarewell(SSLEngine engine) {
    this.engine = engine;
  }

  /// From now on, for an engine that cannot send after the peer's end.
  void holdBack() {
    holds = true;
  }

  /// We end our direction: what was kept leaves with the next flush.
  void say() {
    ended = true;
    Object message = kept;
    kept = null;
    if (message != null && place != null) {
      var _ = place.write(message, place.voidPromise());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    place = ctx;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    // Once the peer has ended, the engine has nothing else to say.
    if (!holds || ended || kept != null || !engine.isInboundDone()) {
      var _ = ctx.write(message, promise);
      return;
    }
    kept = message;
    promise.trySuccess();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    place = null;
    ReferenceCountUtil.release(kept);
    kept = null;
  }
}
