package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The wishes in the options of Linux. Where an option has a twin for IPv6, both are set: Netty's
/// sockets are of both families.
final class LinuxWishes {
  // From the headers of the kernel, which never change their numbers.
  private static final int SOL_IP = 0;
  private static final int SOL_TCP = 6;
  private static final int SOL_IPV6 = 41;
  private static final int INTERFACE_NAME_MAX = 16;

  // Netty knows it on servers only.
  private static final ChannelOption<Integer> REUSE_PORT = integer("SO_REUSEPORT", 1, 15);
  private static final ChannelOption<Integer> MAXSEG = integer("TCP_MAXSEG", SOL_TCP, 2);
  private static final ChannelOption<Integer> TTL = integer("IP_TTL", SOL_IP, 2);
  private static final ChannelOption<Integer> HOPS = integer("IPV6_UNICAST_HOPS", SOL_IPV6, 16);
  private static final ChannelOption<Integer> DISCOVER = integer("IP_MTU_DISCOVER", SOL_IP, 10);
  private static final ChannelOption<Integer> DISCOVER6 =
      integer("IPV6_MTU_DISCOVER", SOL_IPV6, 23);
  private static final ChannelOption<Integer> PREFERENCES =
      integer("IPV6_ADDR_PREFERENCES", SOL_IPV6, 72);
  private static final RawUnixChannelOption BIND_TO_DEVICE =
      new RawUnixChannelOption("SO_BINDTODEVICE", 1, 25, INTERFACE_NAME_MAX);

  private static final int DISCOVER_DO = 2;
  private static final int PREFER_TEMPORARY = 1;
  private static final int PREFER_PUBLIC = 2;

  /// RFC 8200 §5: 1280 is the least MTU of IPv6; 40 and 20 bytes of headers leave this.
  private static final int SEGMENT_OF_LEAST_MTU = 1220;

  private LinuxWishes() {}

  static Applied apply(Channel channel, Wish wish) {
    return switch (wish) {
      case Wish.NoDelay(boolean on) -> Options.set(channel, ChannelOption.TCP_NODELAY, on);
      case Wish.NoPush(boolean on) -> Options.set(channel, EpollChannelOption.TCP_CORK, on);
      case Wish.QuickAck(boolean on) -> quickAck(channel, on);
      case Wish.FastOpen() -> fastOpen(channel);
      case Wish.Multipath() -> Applied.not("sockets of Multipath TCP are not supported yet");
      case Wish.KeepAlive probes -> keepAlive(channel, probes);
      case Wish.DropTime(Duration limit) ->
          Options.set(channel, EpollChannelOption.TCP_USER_TIMEOUT, millis(limit));
      case Wish.MaximumSegmentSize(int bytes) -> Options.set(channel, MAXSEG, bytes);
      case Wish.HopLimit(int hops) ->
          Options.any(Options.set(channel, TTL, hops), Options.set(channel, HOPS, hops));
      case Wish.MinimumMtu() -> minimumMtu(channel);
      case Wish.DontFragment() ->
          Options.any(
              Options.set(channel, DISCOVER, DISCOVER_DO),
              Options.set(channel, DISCOVER6, DISCOVER_DO));
      case Wish.PreferTemporaryAddress(boolean temporary) ->
          Options.set(channel, PREFERENCES, temporary ? PREFER_TEMPORARY : PREFER_PUBLIC);
      case Wish.TrafficClass(int dscp) ->
          // RFC 2474 §3: the code point is the upper six bits of the octet.
          Options.set(channel, ChannelOption.IP_TOS, dscp << 2);
      case Wish.BindToInterface(String name, int _) ->
          Options.set(channel, BIND_TO_DEVICE, deviceName(name));
      case Wish.ReuseAddress() -> Options.set(channel, ChannelOption.SO_REUSEADDR, true);
      case Wish.ReusePort() -> Options.set(channel, REUSE_PORT, 1);
    };
  }

  private static Applied quickAck(Channel channel, boolean on) {
    Applied set = Options.set(channel, EpollChannelOption.TCP_QUICKACK, on);
    return set.equals(Applied.FULLY)
        ? Applied.nearly("Linux may fall back to delayed acknowledgements by itself")
        : set;
  }

  private static Applied fastOpen(Channel channel) {
    return Epoll.isTcpFastOpenClientSideAvailable()
        ? Options.set(channel, ChannelOption.TCP_FASTOPEN_CONNECT, true)
        : Applied.not("net.ipv4.tcp_fastopen does not allow it for clients");
  }

  private static Applied keepAlive(Channel channel, Wish.KeepAlive probes) {
    Applied on = Options.set(channel, ChannelOption.SO_KEEPALIVE, true);
    Applied idle =
        probes.idle().isZero()
            ? Applied.FULLY
            : Options.set(channel, EpollChannelOption.TCP_KEEPIDLE, seconds(probes.idle()));
    Applied interval =
        probes.interval().isZero()
            ? Applied.FULLY
            : Options.set(channel, EpollChannelOption.TCP_KEEPINTVL, seconds(probes.interval()));
    Applied count =
        probes.count() == 0
            ? Applied.FULLY
            : Options.set(channel, EpollChannelOption.TCP_KEEPCNT, probes.count());
    return Options.all(on, idle, interval, count);
  }

  private static Applied minimumMtu(Channel channel) {
    Applied set = Options.set(channel, MAXSEG, SEGMENT_OF_LEAST_MTU);
    return set.equals(Applied.FULLY)
        ? Applied.nearly("by segments of at most " + SEGMENT_OF_LEAST_MTU + " bytes")
        : set;
  }

  private static ByteBuffer deviceName(String name) {
    ByteBuffer text = ByteBuffer.allocate(INTERFACE_NAME_MAX);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    text.put(bytes, 0, Math.min(bytes.length, INTERFACE_NAME_MAX - 1));
    // The option wants the whole field, the rest of it zero.
    return text.rewind();
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.plusMillis(999).toSeconds(), 1, 32_767);
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }

  private static ChannelOption<Integer> integer(String name, int level, int number) {
    return new IntegerUnixChannelOption(name, level, number);
  }
}
