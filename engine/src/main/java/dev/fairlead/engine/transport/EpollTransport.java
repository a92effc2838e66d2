package dev.fairlead.engine.transport;

import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.DirectOutput;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
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
import org.jspecify.annotations.Nullable;

/// Linux: the fastest of Netty's transports, and nearly every option of the kernel.
final class EpollTransport implements Transport {
  private final InterfaceSource interfaces;
  private final EpollInterests.Outputs outputs = new EpollInterests.Outputs();

  EpollTransport(InterfaceSource interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public String reason() {
    return "";
  }

  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return new MultiThreadIoEventLoopGroup(count, threads, EpollInterests.factory(outputs));
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    return switch (domain) {
      case INTERNET -> new EpollSocketChannel();
      case UNIX -> new EpollDomainSocketChannel();
    };
  }

  @Override
  public @Nullable DirectOutput directOutput(Channel channel) {
    return outputs.of(channel);
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    return switch (domain) {
      case INTERNET -> new EpollServerSocketChannel();
      case UNIX -> new EpollServerDomainSocketChannel();
    };
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    return new EpollDatagramChannel(
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
    return LinuxWishes.apply(channel, wish);
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    return channel instanceof EpollSocketChannel socket ? TcpInfo.of(socket) : Optional.empty();
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
