package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.ListenOptions;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sockets on which a listener stands: bound all or none.
final class Doors {
  /// How often another port is tried when the system's choice for one address is taken on another.
  private static final int PORT_TRIES = 20;

  private static final InetAddress ANY_IPV6 = InetAddress.ofLiteral("::");
  private static final InetAddress ANY_IPV4 = InetAddress.ofLiteral("0.0.0.0");

  private final NetworkParts parts;
  private final ListenOptions options;
  private final Supplier<ChannelHandler> acceptor;
  private final List<Channel> open = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  private Doors(NetworkParts parts, ListenOptions options, Supplier<ChannelHandler> acceptor) {
    this.parts = parts;
    this.options = options;
    this.acceptor = acceptor;
  }

  /// Binds everything. Blocks for a moment.
  ///
  /// @param acceptor makes the handler of each socket
  static Doors open(
      NetworkParts parts, int port, ListenOptions options, Supplier<ChannelHandler> acceptor)
      throws LayerFailure {
    for (int tries = 1; ; tries++) {
      Doors doors = new Doors(parts, options, acceptor);
      try {
        doors.bindAll(port);
        return doors;
      } catch (LayerFailure failure) {
        doors.await(doors.close());
        boolean chosen = doors.port() != 0 && port == 0;
        if (!chosen || failure.reason() != FailureCause.LOCAL_ADDRESS || tries == PORT_TRIES) {
          throw failure;
        }
      }
    }
  }

  List<Channel> channels() {
    return open;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /// The port of the first address, 0 when there is none.
  int port() {
    return endpoints.stream()
        .filter(Endpoint.Address.class::isInstance)
        .map(it -> ((Endpoint.Address) it).port())
        .findFirst()
        .orElse(0);
  }

  /// Closes all sockets and deletes their files. The future completes when the system has all ports
  /// back.
  CompletableFuture<Void> close() {
    CompletableFuture<Void> released = Released.closing(open);
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException kept) {
        System.getLogger("dev.fairlead.listener")
            .log(System.Logger.Level.WARNING, "the socket file " + file + " stays", kept);
      }
    }
    return released;
  }

  private void bindAll(int port) throws LayerFailure {
    if (options.addresses().isEmpty()) {
      bindEverywhere(port);
      return;
    }
    for (Endpoint address : options.addresses()) {
      switch (address) {
        case Endpoint.Address it -> bindInternet(it.address(), it.port() == 0 ? port() : it.port());
        case Endpoint.Unix it -> bindUnix(it.path());
        default -> throw new IllegalArgumentException("cannot listen on " + address);
      }
    }
  }

  /// One IPv6 socket takes both families; a machine without IPv6 has only the other.
  private void bindEverywhere(int port) throws LayerFailure {
    try {
      bindInternet(ANY_IPV6, port);
    } catch (LayerFailure noIpv6) {
      if (isTaken(noIpv6)) {
        throw noIpv6;
      }
      bindInternet(ANY_IPV4, port);
    }
  }

  private static boolean isTaken(LayerFailure failure) {
    String text = String.valueOf(failure.getCause()).toLowerCase(java.util.Locale.ROOT);
    return text.contains("in use") || failure.reason() == FailureCause.NOT_PERMITTED;
  }

  private void bindInternet(InetAddress address, int port) throws LayerFailure {
    Channel channel =
        bind(
            Transport.Domain.INTERNET,
            new InetSocketAddress(address, port),
            Endpoint.of(address, port).toString());
    InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
    endpoints.add(Endpoint.of(address, bound.getPort()));
  }

  private void bindUnix(Path path) throws LayerFailure {
    removeStale(path);
    bind(
        Transport.Domain.UNIX,
        parts.site().transport().unixAddress(path),
        new Endpoint.Unix(path).toString());
    files.add(path);
    endpoints.add(Endpoint.unix(path));
  }

  /// A socket file outlives the process that made it. Only one that nobody listens on is removed.
  private static void removeStale(Path path) throws LayerFailure {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(path)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException nobody) {
      try {
        Files.deleteIfExists(path);
        return;
      } catch (IOException kept) {
        throw failure(kept, "unix:" + path);
      }
    }
    throw new LayerFailure(
        "unix", FailureCause.LOCAL_ADDRESS, "somebody listens on " + path + " already", null);
  }

  private Channel bind(Transport.Domain domain, SocketAddress address, String shown)
      throws LayerFailure {
    Transport transport = parts.site().transport();
    ServerChannel channel = transport.newServer(domain);
    channel.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
    channel.config().setAutoRead(false);
    if (domain == Transport.Domain.INTERNET) {
      transport.apply(channel, new Wish.ReuseAddress());
      if (options.reuse()) {
        transport.apply(channel, new Wish.ReusePort());
      }
    }
    channel.pipeline().addLast(acceptor.get());
    Throwable failure = await(parts.loops().register(channel));
    if (failure == null) {
      failure = await(channel.bind(address));
    }
    if (failure != null) {
      if (channel.isRegistered()) {
        channel.close();
      } else {
        channel.unsafe().closeForcibly();
      }
      throw failure(failure, shown);
    }
    open.add(channel);
    return channel;
  }

  private @Nullable Throwable await(ChannelFuture future) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    future.addListener(it -> done.complete(null));
    if (await(done) != Blocking.End.DONE) {
      future.channel().close();
      return new java.io.InterruptedIOException("interrupted while it was bound");
    }
    return future.cause();
  }

  private Blocking.End await(CompletableFuture<Void> done) {
    return new Blocking(parts.site().environment(), parts.loops()).await(done, Blocking.FOREVER);
  }

  private static LayerFailure failure(Throwable failure, String shown) {
    ConnectFailures.Told told = ConnectFailures.of(failure);
    FailureCause cause =
        told.cause() == FailureCause.NOT_PERMITTED || told.cause() == FailureCause.OUT_OF_RESOURCES
            ? told.cause()
            : FailureCause.LOCAL_ADDRESS;
    return new LayerFailure("tcp", cause, shown + ": " + told.what(), failure);
  }
}
