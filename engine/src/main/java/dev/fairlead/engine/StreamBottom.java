package dev.fairlead.engine;

import dev.fairlead.engine.spi.PeerEnd;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/// The lowest handler of every stream: says [PeerEnd#ORDERLY] when the peer has ended its direction
/// of TCP. A layer above that demands a better end says so instead.
final class StreamBottom extends ChannelInboundHandlerAdapter {
  static final String NAME = "bottom";

  private boolean ended;

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    context.fireUserEventTriggered(event);
    if (event == ChannelInputShutdownEvent.INSTANCE && !ended) {
      ended = true;
      context.fireUserEventTriggered(PeerEnd.ORDERLY);
    }
  }
}
