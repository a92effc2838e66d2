package dev.fairlead.dns;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/// Java's own sockets; remembers every channel it made, so that a test can see that none is left
/// open.
final class LoopbackTransport implements Transport {
  private final List<Channel> made = new CopyOnWriteArrayList<>();

  List<Channel> made() {
    return List.copyOf(made);
  }

  List<Channel> open() {
    return made.stream().filter(Channel::isOpen).toList();
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public String reason() {
    return "a test";
  }

  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory());
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    NioSocketChannel channel = new NioSocketChannel();
    made.add(channel);
    return channel;
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    return new NioServerSocketChannel();
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    NioDatagramChannel channel =
        new NioDatagramChannel(
            family == StandardProtocolFamily.INET
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6);
    made.add(channel);
    return channel;
  }

  @Override
  public Applied apply(Channel channel, Wish wish) {
    throw new AssertionError("name resolution wishes nothing of its sockets");
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    return Optional.empty();
  }

  @Override
  public Optional<Way> way(InetAddress destination) {
    return Optional.empty();
  }

  @Override
  public InterfaceSource interfaces() {
    return new OneInterface();
  }

  /// A machine with nothing but `eth7`, number 7.
  private record OneInterface() implements InterfaceSource {
    @Override
    public Snapshot now() {
      NetworkInterface only =
          new NetworkInterface("eth7", 7, InterfaceType.OTHER, true, List.of(), 1500);
      return new Snapshot(List.of(only), true, true, "test");
    }

    @Override
    public Watch onChange(Runnable changed) {
      return () -> {};
    }

    @Override
    public void close() {}
  }
}
