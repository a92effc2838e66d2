package dev.fairlead.engine;

import dev.fairlead.engine.spi.PeerEnd;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/// Stands on top of a pipeline until somebody above asks to read: keeps what comes before, which is
/// at most one read burst, since auto-read is off. Then it hands over what it kept and leaves.
///
/// While layers are at work it also asks for reads on their behalf.
final class Gate extends ChannelDuplexHandler {
  private final Queue<Object> kept = new ArrayDeque<>(2);
  private boolean pulling = true;
  private boolean open;

  /// The layers are ready: nothing more is read before somebody above asks.
  void stopPulling() {
    pulling = false;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (pulling && context.channel().isActive()) {
      context.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (open) {
      context.fireChannelRead(message);
    } else {
      kept.add(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (open) {
      context.fireChannelReadComplete();
    } else if (pulling) {
      context.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!open && event instanceof PeerEnd) {
      kept.add(event);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (!open) {
      open = true;
      handOver(context);
      context.pipeline().remove(this);
    }
    context.read();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    // Left unopened, as on a channel that lost its race.
    for (Object message = kept.poll(); message != null; message = kept.poll()) {
      ReferenceCountUtil.release(message);
    }
  }

  private void handOver(ChannelHandlerContext context) {
    boolean content = false;
    for (Object message = kept.poll(); message != null; message = kept.poll()) {
      if (message instanceof PeerEnd end) {
        context.fireUserEventTriggered(end);
      } else {
        content = true;
        context.fireChannelRead(message);
      }
    }
    if (content) {
      context.fireChannelReadComplete();
    }
  }
}
