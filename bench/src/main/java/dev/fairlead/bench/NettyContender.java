package dev.fairlead.bench;

import dev.fairlead.Bytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Netty's epoll without anything around it. It writes from the same heap arrays and hands the same
/// type to its reader as Fairlead does.
final class NettyContender implements Contender {
  final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @Override
  public int serve(Job job) throws Exception {
    SslContext tls = job.tls() ? Keys.nettyServer() : null;
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(pipeline(tls, () -> job.echo() ? new Echo() : new Sink()))
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @Override
  public Client connect(Job job, int port) throws Exception {
    SslContext tls = job.tls() ? Keys.nettyClient() : null;
    Work work = new Work();
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_LINGER, 0)
            .handler(pipeline(tls, () -> work))
            .connect("127.0.0.1", port)
            .sync()
            .channel();
    return new NettyClient(channel, work);
  }

  static ChannelInitializer<Channel> pipeline(
      @Nullable SslContext tls, java.util.function.Supplier<ChannelInboundHandlerAdapter> top) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (tls != null) {
          channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(top.get());
        // A reset must not cost a line in the log.
        channel.pipeline().addLast(new Quiet());
      }
    };
  }

  static Bytes take(Object message) {
    ByteBuf buffer = (ByteBuf) message;
    try {
      return Bytes.copyOf(buffer.nioBuffer());
    } finally {
      buffer.release();
    }
  }

  private static final class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
      ctx.close();
    }
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ctx.write(Unpooled.wrappedBuffer(take(message).asByteBuffer()), ctx.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  private static final class Sink extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      take(message);
    }
  }

  /// What the client does at the moment; changed on the loop.
  private static final class Work extends ChannelInboundHandlerAdapter {
    private @Nullable Task task;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      Bytes content = take(message);
      if (task != null) {
        task.came(ctx, content);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (task != null) {
        task.canWrite(ctx.channel());
      }
    }
  }

  private interface Task {
    default void came(ChannelHandlerContext ctx, Bytes content) {}

    default void canWrite(Channel channel) {}
  }

  private record NettyClient(Channel channel, Work work) implements Client {
    @Override
    public long bulk(byte[] chunk, long nanos) {
      CompletableFuture<Long> sent = new CompletableFuture<>();
      Task task = new Bulk(chunk, System.nanoTime() + nanos, sent);
      channel.eventLoop().execute(() -> begin(task));
      return sent.join();
    }

    private void begin(Task task) {
      work.task = task;
      task.canWrite(channel);
    }

    @Override
    public void pingPong(byte[] message, long nanos, Samples roundTrips) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Task task = new PingPong(message, System.nanoTime() + nanos, roundTrips, done);
      channel.eventLoop().execute(() -> begin(task));
      channel.writeAndFlush(Unpooled.wrappedBuffer(message));
      done.join();
    }

    @Override
    public void close() {
      channel.close().syncUninterruptibly();
    }
  }

  private static final class Bulk implements Task {
    private final byte[] chunk;
    private final long end;
    private final CompletableFuture<Long> sent;
    private long total;

    Bulk(byte[] chunk, long end, CompletableFuture<Long> sent) {
      this.chunk = chunk;
      this.end = end;
      this.sent = sent;
    }

    @Override
    public void canWrite(Channel channel) {
      while (channel.isWritable()) {
        if (System.nanoTime() >= end) {
          sent.complete(total);
          return;
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(chunk), channel.voidPromise());
        total += chunk.length;
      }
    }
  }

  private static final class PingPong implements Task {
    private final byte[] message;
    private final long end;
    private final Samples roundTrips;
    private final CompletableFuture<Void> done;
    private long sentAt = System.nanoTime();
    private int came;

    PingPong(byte[] message, long end, Samples roundTrips, CompletableFuture<Void> done) {
      this.message = message;
      this.end = end;
      this.roundTrips = roundTrips;
      this.done = done;
    }

    @Override
    public void came(ChannelHandlerContext ctx, Bytes content) {
      came += content.length();
      if (came < message.length) {
        return;
      }
      long now = System.nanoTime();
      roundTrips.add(now - sentAt);
      came = 0;
      sentAt = now;
      if (now < end) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(message), ctx.voidPromise());
      } else {
        done.complete(null);
      }
    }
  }
}
