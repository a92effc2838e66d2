package dev.fairlead.engine.transport;

import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/// macOS.
final class KqueueTransport implements Transport {
  private final InterfaceSource interfaces;

  KqueueTransport(InterfaceSource interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public String name() {
    return "kqueue";
  }

  @Override
  public String reason() {
    return "";
  }

  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return new MultiThreadIoEventLoopGroup(count, threads, KQueueIoHandler.newFactory());
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    return switch (domain) {
      case INTERNET -> new KQueueSocketChannel();
      case UNIX -> new KQueueDomainSocketChannel();
    };
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    return switch (domain) {
      case INTERNET -> new KQueueServerSocketChannel();
      case UNIX -> new KQueueServerDomainSocketChannel();
    };
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    return new KQueueDatagramChannel(
        family == StandardProtocolFamily.INET
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6);
  }

  @Override
  public SocketAddress unixAddress(Path path) {
    return new DomainSocketAddress(path.toFile());
  }

  @Override
  public Applied apply(Channel channel, Wish wish) {
    return DarwinWishes.apply(channel, wish);
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    // The numbers of TCP_CONNECTION_INFO were never checked on a real machine.
    return Optional.empty();
  }

  @Override
  public Optional<Way> way(InetAddress destination) {
    return Ways.to(destination);
  }

  @Override
  public InterfaceSource interfaces() {
    return interfaces;
  }
}
