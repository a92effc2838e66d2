package dev.fairlead.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A datagram socket for one query. It is connected, so the system lets only the server's packets
/// in and reports a closed port; it is new, so the system chose its port at random and a forger has
/// to guess that too.
final class UdpLine extends SimpleChannelInboundHandler<DatagramPacket> implements Line {
  /// We ask for 1,232 octets; servers that send more all the same are understood too.
  private static final int DATAGRAM_OCTETS_MAX = 4_096;

  private final Channel channel;
  private final Listener listener;
  private boolean closed;

  private UdpLine(DatagramChannel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /// Sends `query` to `server`.
  ///
  /// @throws ChannelException when the system gives no socket
  static Line open(DatagramChannel channel, EventLoop loop, Query query, Listener listener) {
    UdpLine line = new UdpLine(channel, listener);
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_OCTETS_MAX));
    channel.pipeline().addLast(line);
    loop.register(channel).addListener(registered -> line.connect(registered.cause(), query));
    return line;
  }

  /// What is sent where.
  record Query(InetSocketAddress server, ByteBuf octets) {}

  private void connect(@Nullable Throwable failure, Query query) {
    if (failure != null) {
      fail(failure);
      return;
    }
    channel
        .connect(query.server())
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                send(query);
              } else {
                fail(connected.cause());
              }
            });
  }

  private void send(Query query) {
    if (closed) {
      return;
    }
    channel
        .writeAndFlush(query.octets())
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                fail(written.cause());
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    if (!closed) {
      listener.arrived(ByteBufUtil.getBytes(packet.content()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    fail(failure);
  }

  private void fail(Throwable failure) {
    if (!closed) {
      close();
      listener.broke(Line.reason(failure));
    }
  }

  @Override
  public void close() {
    closed = true;
    channel.close();
  }
}
