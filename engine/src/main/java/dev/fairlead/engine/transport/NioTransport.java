package dev.fairlead.engine.transport;

import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import jdk.net.ExtendedSocketOptions;

/// Everywhere: the JDK's own channels, with the few options that the JDK passes on.
final class NioTransport implements Transport {
  private static final String UNKNOWN = "the transport nio does not know the option";

  private final InterfaceSource interfaces;
  private final String reason;

  NioTransport(InterfaceSource interfaces, String reason) {
    this.interfaces = interfaces;
    this.reason = reason;
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory());
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    return switch (domain) {
      case INTERNET -> new NioSocketChannel();
      case UNIX -> new NioDomainSocketChannel();
    };
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    return switch (domain) {
      case INTERNET -> new NioServerSocketChannel();
      case UNIX -> new NioServerDomainSocketChannel();
    };
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    return new NioDatagramChannel(
        family == StandardProtocolFamily.INET
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6);
  }

  @Override
  public Applied apply(Channel channel, Wish wish) {
    return switch (wish) {
      case Wish.NoDelay(boolean on) -> Options.set(channel, ChannelOption.TCP_NODELAY, on);
      case Wish.QuickAck(boolean on) -> quickAck(channel, on);
      case Wish.KeepAlive probes -> keepAlive(channel, probes);
      case Wish.TrafficClass(int dscp) ->
          // RFC 2474 §3: the code point is the upper six bits of the octet.
          Options.set(channel, ChannelOption.IP_TOS, dscp << 2);
      case Wish.ReuseAddress() -> Options.set(channel, ChannelOption.SO_REUSEADDR, true);
      case Wish.ReusePort() -> extended(channel, StandardSocketOptions.SO_REUSEPORT, true);
      case Wish.NoPush _,
          Wish.FastOpen _,
          Wish.Multipath _,
          Wish.DropTime _,
          Wish.MaximumSegmentSize _,
          Wish.HopLimit _,
          Wish.MinimumMtu _,
          Wish.DontFragment _,
          Wish.PreferTemporaryAddress _,
          Wish.BindToInterface _ ->
          Applied.not(UNKNOWN);
    };
  }

  private static Applied quickAck(Channel channel, boolean on) {
    Applied set = extended(channel, ExtendedSocketOptions.TCP_QUICKACK, on);
    return set.equals(Applied.FULLY)
        ? Applied.nearly("the system may fall back to delayed acknowledgements by itself")
        : set;
  }

  private static Applied keepAlive(Channel channel, Wish.KeepAlive probes) {
    Applied on = Options.set(channel, ChannelOption.SO_KEEPALIVE, true);
    Applied idle =
        probes.idle().isZero()
            ? Applied.FULLY
            : extended(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(probes.idle()));
    Applied interval =
        probes.interval().isZero()
            ? Applied.FULLY
            : extended(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(probes.interval()));
    Applied count =
        probes.count() == 0
            ? Applied.FULLY
            : extended(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, probes.count());
    return Options.all(on, idle, interval, count);
  }

  private static <T> Applied extended(Channel channel, SocketOption<T> option, T value) {
    return Options.set(channel, NioChannelOption.of(option), value);
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.plusMillis(999).toSeconds(), 1, 32_767);
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    // The JDK passes on nothing that a transport knows.
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
