package dev.fairlead.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/// Keeps what the peer sends while it is still being decided about, which is at most one read
/// burst: nothing is read meanwhile. Runs on the loop.
final class TlsHold extends ChannelDuplexHandler {
  private final Queue<Object> kept = new ArrayDeque<>(2);
  private boolean readWanted;

  /// Hands on what was kept and leaves.
  void letGo(ChannelHandlerContext ctx) {
    boolean content = !kept.isEmpty();
    for (Object message = kept.poll(); message != null; message = kept.poll()) {
      ctx.fireChannelRead(message);
    }
    if (content) {
      ctx.fireChannelReadComplete();
    }
    ctx.pipeline().remove(this);
    if (readWanted) {
      ctx.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    kept.add(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // Whoever is above would ask for more.
    readWanted = true;
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    readWanted = true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    kept.forEach(ReferenceCountUtil::release);
    kept.clear();
  }
}
