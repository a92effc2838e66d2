package dev.fairlead.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/// A stream for one query (RFC 7766): a length of two octets, then the message, both ways.
final class TcpLine extends SimpleChannelInboundHandler<ByteBuf> implements Line {
  private static final int MESSAGE_OCTETS_MAX = 65_535;
  private static final int LENGTH_OCTETS = 2;

  private final Channel channel;
  private final Listener listener;
  private boolean closed;

  private TcpLine(Channel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  static Line open(Channel channel, EventLoop loop, UdpLine.Query query, Listener listener) {
    TcpLine line = new TcpLine(channel, listener);
    channel
        .pipeline()
        .addLast(
            new LengthFieldBasedFrameDecoder(
                MESSAGE_OCTETS_MAX + LENGTH_OCTETS, 0, LENGTH_OCTETS, 0, LENGTH_OCTETS),
            line);
    loop.register(channel).addListener(registered -> line.connect(registered.cause(), query));
    return line;
  }

  private void connect(@Nullable Throwable failure, UdpLine.Query query) {
    if (failure != null) {
      fail(Line.reason(failure));
      return;
    }
    channel
        .connect(query.server())
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                send(query.octets());
              } else {
                fail(Line.reason(connected.cause()));
              }
            });
  }

  private void send(ByteBuf query) {
    if (closed) {
      return;
    }
    // One write: some servers take the length alone for a whole message (RFC 7766 §8).
    ByteBuf framed = Unpooled.buffer(LENGTH_OCTETS + query.readableBytes());
    framed.writeShort(query.readableBytes()).writeBytes(query);
    channel
        .writeAndFlush(framed)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                fail(Line.reason(written.cause()));
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    if (!closed) {
      listener.arrived(ByteBufUtil.getBytes(message));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail("it closed the connection without an answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    fail(Line.reason(failure));
  }

  private void fail(String why) {
    if (!closed) {
      close();
      listener.broke(why);
    }
  }

  @Override
  public void close() {
    closed = true;
    channel.close();
  }
}
