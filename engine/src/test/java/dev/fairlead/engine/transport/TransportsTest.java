package dev.fairlead.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Setting;
import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.interfaces.PollingInterfaces;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Transport.Domain;
import dev.fairlead.engine.spi.Waiter;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class TransportsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private final InterfaceSource interfaces =
      new PollingInterfaces(Thread.ofVirtual().factory(), new NoWaiting());

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void linuxOnX86TakesEpollWithoutAReason() {
    Transport transport = Transports.choose("", interfaces);
    assertThat(transport.name()).isEqualTo("epoll");
    assertThat(transport.reason()).isEmpty();
  }

  @Test
  void aTransportThatIsNotThereSaysWhy() {
    String elsewhere = OS.current() == OS.MAC ? "epoll" : "kqueue";
    assertThatThrownBy(() -> Transports.choose(elsewhere, interfaces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(elsewhere + " is not available: ");
    assertThatThrownBy(() -> Transports.choose("pigeon", interfaces))
        .hasMessageContaining("choose epoll, kqueue or nio");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void wishesReadBackAsTheyWereSet() throws Exception {
    Transport transport = Transports.choose("epoll", interfaces);
    Channel channel = transport.newStream(Domain.INTERNET);
    try {
      fully(transport, channel, new Wish.NoDelay(true));
      fully(transport, channel, new Wish.NoPush(true));
      fully(
          transport, channel, new Wish.KeepAlive(Duration.ofSeconds(7), Duration.ofSeconds(3), 4));
      fully(transport, channel, new Wish.DropTime(Duration.ofMillis(4321)));
      fully(transport, channel, new Wish.HopLimit(9));
      fully(transport, channel, new Wish.DontFragment());
      fully(transport, channel, new Wish.TrafficClass(46));
      fully(transport, channel, new Wish.ReuseAddress());
      fully(transport, channel, new Wish.ReusePort());
      fully(transport, channel, new Wish.PreferTemporaryAddress(true));
      fully(transport, channel, new Wish.BindToInterface("lo", 1));
      fully(transport, channel, new Wish.MaximumSegmentSize(1000));
      assertThat(option(channel, ChannelOption.TCP_NODELAY)).isTrue();
      assertThat(option(channel, EpollChannelOption.TCP_CORK)).isTrue();
      assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
      assertThat(option(channel, EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(7);
      assertThat(option(channel, EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(3);
      assertThat(option(channel, EpollChannelOption.TCP_KEEPCNT)).isEqualTo(4);
      assertThat(option(channel, EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(4321);
      assertThat(option(channel, ChannelOption.IP_TOS)).isEqualTo(46 << 2);
      assertThat(number(channel, 1, 15)).as("SO_REUSEPORT").isEqualTo(1);
      assertThat(number(channel, 0, 2)).as("IP_TTL").isEqualTo(9);
      assertThat(number(channel, 41, 16)).as("IPV6_UNICAST_HOPS").isEqualTo(9);
      assertThat(number(channel, 0, 10)).as("IP_MTU_DISCOVER").isEqualTo(2);
      assertThat(number(channel, 41, 72) & 3).as("IPV6_ADDR_PREFERENCES").isEqualTo(1);
      assertThat(deviceOf(channel)).startsWith("lo");
    } finally {
      channel.unsafe().closeForcibly();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void whatTheSystemRefusesIsToldInItsWords() {
    Transport transport = Transports.choose("epoll", interfaces);
    Channel channel = transport.newStream(Domain.INTERNET);
    try {
      Applied bound = transport.apply(channel, new Wish.BindToInterface("no-such-if", 99));
      assertThat(bound.result()).isEqualTo(Setting.Result.NOT_APPLIED);
      assertThat(bound.reason()).isNotBlank();
    } finally {
      channel.unsafe().closeForcibly();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void factsOfAConnectionAreThere() throws Exception {
    Transport transport = Transports.choose("epoll", interfaces);
    EventLoopGroup loops = transport.loops(1, Thread.ofPlatform().daemon().factory());
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      Channel channel = transport.newStream(Domain.INTERNET);
      loops.register(channel).sync();
      channel.connect(server.getLocalSocketAddress()).sync();
      PathTransfer facts = transport.facts(channel).orElseThrow();
      assertThat(facts.smoothedRtt()).isPresent();
      assertThat(facts.congestionWindow()).isPresent();
      assertThat(facts.retransmittedSegments()).hasValue(0);
      channel.close().sync();
      assertThat(transport.facts(channel)).isEmpty();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void whatAnOldKernelDoesNotCountIsAbsentNotZero() {
    ByteBuffer info = ByteBuffer.allocate(232).order(ByteOrder.nativeOrder());
    info.putInt(68, 1500);
    PathTransfer facts = TcpInfo.parse(info);
    assertThat(facts.smoothedRtt()).contains(Duration.ofNanos(1_500_000));
    assertThat(facts.minimumRtt()).isEmpty();
    assertThat(facts.sentTransportBytes()).isEmpty();
    assertThat(facts.deliveryRate()).isEmpty();
  }

  @Test
  void theWayToThisMachineIsFromItself() {
    Transport transport = Transports.choose("nio", interfaces);
    assertThat(transport.way(LOOPBACK).orElseThrow().source()).isEqualTo(LOOPBACK);
  }

  private static void fully(Transport transport, Channel channel, Wish wish) {
    assertThat(transport.apply(channel, wish)).as("%s", wish).isEqualTo(Applied.FULLY);
  }

  private static <T> T option(Channel channel, ChannelOption<T> option) {
    return channel.config().getOption(option);
  }

  private static int number(Channel channel, int level, int option) {
    return option(channel, new IntegerUnixChannelOption("L" + level + "O" + option, level, option));
  }

  private static String deviceOf(Channel channel) {
    ByteBuffer name = option(channel, new RawUnixChannelOption("SO_BINDTODEVICE", 1, 25, 16));
    return StandardCharsets.US_ASCII.decode(name.clear()).toString();
  }

  /// Nobody watches in these tests.
  private static final class NoWaiting implements Waiter {
    @Override
    public void park(Object blocker) {
      throw new AssertionError("nobody waits");
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
      throw new AssertionError("nobody waits");
    }

    @Override
    public void unpark(Thread thread) {}
  }
}
