package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.Preferences;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import dev.fairlead.engine.interfaces.PollingInterfaces;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.transport.Transports;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Connections on raw, connected carriers over loopback: the data side without the connecting one.
final class StreamLab implements AutoCloseable {
  final NetworkParts parts;
  private final EventLoopGroup loops;
  private final ZoneNames names =
      new ZoneNames(
          Map.of(
              "dual.example",
              List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))));
  private final Channel server;
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

  StreamLab() throws InterruptedException {
    this("");
  }

  /// @param transportName as in [Transports#choose], empty for the best
  StreamLab(String transportName) throws InterruptedException {
    Environment environment = SystemEnvironment.of(Optional.empty());
    Transport transport =
        Transports.choose(
            transportName, new PollingInterfaces(environment.loopThreads(), environment.waiter()));
    RealEstablish establish = new RealEstablish();
    NetworkSite site = new NetworkSite(environment, transport, establish, Resolver.system(), "");
    RealPaths paths = new RealPaths(environment, transport.interfaces(), names);
    StackBuilder stacks = new StackBuilder(site);
    Contexts contexts = new Contexts();
    Connector connector =
        new RealConnector(new RealConnector.Parts(site, names, paths, stacks, contexts));
    establish.use(connector, site);
    loops = transport.loops(2, environment.loopThreads());
    parts = new NetworkParts(site, loops, connector, stacks, paths, contexts, new Openings());
    server =
        new ServerBootstrap()
            .group(loops)
            .channelFactory(() -> transport.newServer(Transport.Domain.INTERNET))
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(collector())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  private ChannelInitializer<Channel> collector() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        accepted.add(channel);
      }
    };
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /// Connects through the real race.
  StreamConnection connect(Endpoint endpoint) {
    StreamConnection connection =
        RealConnection.open(parts, endpoint, Tcp.defaults(), Preferences.defaults());
    connection.ready();
    return connection;
  }

  /// Two ends of one TCP connection.
  record Pair(StreamConnection a, StreamConnection b) {}

  Pair pair() throws Exception {
    return pair(Preferences.defaults(), Preferences.defaults());
  }

  Pair pair(Preferences a, Preferences b) throws Exception {
    return pair(a, b, List.of());
  }

  /// @param layersOfA the layers that stand on the first end
  Pair pair(Preferences a, Preferences b, List<? extends LayerFactory> layersOfA) throws Exception {
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channelFactory(() -> parts.site().transport().newStream(Transport.Domain.INTERNET))
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel it) {}
                })
            .connect(address())
            .sync()
            .channel();
    StreamConnection second = accept(b);
    if (!layersOfA.isEmpty()) {
      // What the scripted layer takes for a handshake.
      second.send("+");
    }
    return new Pair(connection(channel, a, List.copyOf(layersOfA)), second);
  }

  /// The connection on the next accepted channel.
  StreamConnection accept(Preferences preferences) throws Exception {
    return connection(nextAccepted(), preferences, List.of());
  }

  Channel nextAccepted() throws InterruptedException {
    Channel next = accepted.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("nobody connected");
    }
    return next;
  }

  private StreamConnection connection(
      Channel channel, Preferences preferences, List<LayerFactory> layers) throws Exception {
    Endpoint peer = Endpoint.of((InetSocketAddress) channel.remoteAddress());
    StreamParts made =
        StreamParts.make(parts, channel.eventLoop(), peer, Tcp.defaults(), preferences);
    parts.openings().opened(made.life());
    PreparedStack stack = new PreparedStack(parts.site(), Tcp.defaults(), layers);
    CompletableFuture<StreamConnection> ready = new CompletableFuture<>();
    channel
        .eventLoop()
        .execute(
            () ->
                stack.raise(
                    channel,
                    PreparedStack.Ground.PLAIN,
                    new PreparedStack.RaiseListener() {
                      @Override
                      public void raised(Carrier carrier) {
                        made.life().accepted(carrier);
                        ready.complete(RealConnection.of(made));
                      }

                      @Override
                      public void failed(LayerFailure failure) {
                        ready.completeExceptionally(failure);
                      }
                    }));
    return ready.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    parts.openings().close();
    parts.paths().close();
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
