package dev.fairlead.testkit.channel;

import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.NameFiles;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Segment;
import dev.fairlead.testkit.tcp.TcpCounts;
import dev.fairlead.testkit.tcp.TcpSocket;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/// The sockets of one simulated host.
public final class SimTransport implements Transport {
  /// As it stands in reports.
  public static final String NAME = "simulated";

  private final Machine machine;
  private final Supplier<NameFiles> nameFiles;
  private final InterfaceSource interfaces;

  /// The sockets of this host.
  ///
  /// @param nameFiles its files about names
  public SimTransport(Machine machine, Supplier<NameFiles> nameFiles) {
    this.machine = machine;
    this.nameFiles = nameFiles;
    this.interfaces = new SimInterfaces(machine.host());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String reason() {
    return "";
  }

  /// All networks of a world share its one loop, whatever the count is.
  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return new HostLoops(machine.host().net().turns().loop());
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    requireInternet(domain);
    return new SimStream(machine);
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    requireInternet(domain);
    return new SimServer(machine);
  }

  private static void requireInternet(Domain domain) {
    if (domain != Domain.INTERNET) {
      throw new ChannelException("simulated hosts have no Unix sockets");
    }
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    return new SimDatagrams(machine, family);
  }

  @Override
  public Applied apply(Channel channel, Wish wish) {
    return switch (channel) {
      case SimStream stream -> stream.wishes().add(wish, stream.socket());
      case SimDatagrams datagrams -> apply(datagrams, wish);
      default ->
          switch (wish) {
            case Wish.ReuseAddress _, Wish.ReusePort _ -> Applied.FULLY;
            default -> Applied.not("simulated hosts do not have it");
          };
    };
  }

  private static Applied apply(SimDatagrams channel, Wish wish) {
    return switch (wish) {
      case Wish.BindToInterface(String name, int _) -> {
        channel.leaveBy(name);
        yield Applied.FULLY;
      }
      case Wish.ReuseAddress _, Wish.ReusePort _ -> {
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        yield Applied.FULLY;
      }
      case Wish.DontFragment _ -> Applied.FULLY;
      default -> Applied.not("simulated hosts do not have it");
    };
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    TcpSocket socket = channel instanceof SimStream stream ? stream.socket() : null;
    return socket == null ? Optional.empty() : Optional.of(facts(socket));
  }

  private static PathTransfer facts(TcpSocket socket) {
    TcpCounts counts = socket.counts();
    InetAddress remote = socket.remote().getAddress();
    return new PathTransfer(
        Optional.empty(),
        OptionalLong.of(counts.sentBytes()),
        OptionalLong.of(counts.receivedBytes()),
        OptionalLong.of(counts.repeatedBytes()),
        OptionalLong.of(counts.repeatedSegments()),
        OptionalLong.of(counts.sentSegments()),
        OptionalLong.of(counts.receivedSegments()),
        trip(counts.trips().smoothed()),
        trip(counts.trips().variance()),
        trip(counts.trips().least()),
        OptionalLong.of(counts.windowSegments()),
        OptionalLong.of((long) counts.maximumSize() + Packet.headerSize(remote) + Segment.HEADER),
        OptionalLong.empty());
  }

  private static Optional<Duration> trip(long nanos) {
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  @Override
  public Optional<Way> way(InetAddress destination) {
    Host.Way way = machine.host().way(destination, null);
    if (way == null) {
      return Optional.empty();
    }
    String name = way.port() == null ? SimInterfaces.LOOPBACK : way.port().name();
    return Optional.of(new Way(way.source(), name));
  }

  @Override
  public Optional<NameFiles> nameFiles() {
    return Optional.of(nameFiles.get());
  }

  @Override
  public InterfaceSource interfaces() {
    return interfaces;
  }
}
