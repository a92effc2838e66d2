package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import dev.fairlead.Tls;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Connects layers over loopback sockets.
final class TestPair implements AutoCloseable {
  final TestWorld world = new TestWorld();
  final Caches clientCaches = TestWorld.caches();
  final Caches serverCaches = TestWorld.caches();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final TlsLayerProvider provider = new TlsLayerProvider();
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final BlockingQueue<TestEnd> accepted = new LinkedBlockingQueue<>();

  /// Listens, and gives the port.
  int listen(Tls server, String engine) throws Exception {
    LayerFactory factory = provider.prepare(server, world.server(serverCaches, engine));
    return listen(
        child -> {
          TestEnd end = new TestEnd(factory.create());
          end.install(child);
          accepted.add(end);
        });
  }

  /// Listens with something else than our layer.
  int listen(java.util.function.Consumer<Channel> install) throws InterruptedException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(initializer(install))
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync();
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private ChannelHandler initializer(java.util.function.Consumer<Channel> install) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel child) {
        open.add(child);
        install.accept(child);
      }
    };
  }

  TestEnd accepted() throws InterruptedException {
    TestEnd end = accepted.poll(10, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("nobody connected");
    }
    return end;
  }

  /// Connects to the port as if it were the endpoint's.
  TestEnd connect(Tls client, String engine, String name, int port) throws Exception {
    return connect(client, engine, clientCaches, Endpoint.of(name, port));
  }

  TestEnd connect(Tls client, String engine, Caches caches, Endpoint to) throws Exception {
    int port =
        switch (to) {
          case Endpoint.Host host -> host.port();
          case Endpoint.Address address -> address.port();
          default -> throw new AssertionError(to);
        };
    TestEnd end = new TestEnd(prepare(client, engine, caches, to).create());
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .handler(initializer(end::install))
        .connect(InetAddress.getLoopbackAddress(), port)
        .sync();
    return end;
  }

  LayerFactory prepare(Tls client, String engine, Caches caches, Endpoint to) throws LayerFailure {
    return provider.prepare(client, world.client(to, caches, engine));
  }

  LayerFactory prepareServer(Tls server, String engine) throws LayerFailure {
    return provider.prepare(server, world.server(serverCaches, engine));
  }

  @Override
  public void close() {
    open.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    world.close();
  }
}
