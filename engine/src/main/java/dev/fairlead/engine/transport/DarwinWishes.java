package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.time.Duration;

/// The wishes in the options of macOS. Where an option has a twin for IPv6, both are set.
final class DarwinWishes {
  // From the headers of the system.
  private static final int IP = 0;
  private static final int TCP = 6;
  private static final int IPV6 = 41;

  // Netty knows it on servers only.
  private static final ChannelOption<Integer> REUSE_PORT = integer("SO_REUSEPORT", 0xffff, 0x200);
  private static final ChannelOption<Integer> MAXSEG = integer("TCP_MAXSEG", TCP, 0x02);
  private static final ChannelOption<Integer> KEEP_IDLE = integer("TCP_KEEPALIVE", TCP, 0x10);
  private static final ChannelOption<Integer> KEEP_INTERVAL = integer("TCP_KEEPINTVL", TCP, 0x101);
  private static final ChannelOption<Integer> KEEP_COUNT = integer("TCP_KEEPCNT", TCP, 0x102);
  private static final ChannelOption<Integer> DROP_TIME =
      integer("TCP_RXT_CONNDROPTIME", TCP, 0x80);
  private static final ChannelOption<Integer> TTL = integer("IP_TTL", IP, 4);
  private static final ChannelOption<Integer> HOPS = integer("IPV6_UNICAST_HOPS", IPV6, 4);
  private static final ChannelOption<Integer> DONT_FRAGMENT = integer("IP_DONTFRAG", IP, 28);
  private static final ChannelOption<Integer> DONT_FRAGMENT6 = integer("IPV6_DONTFRAG", IPV6, 62);
  private static final ChannelOption<Integer> MINIMUM_MTU = integer("IPV6_USE_MIN_MTU", IPV6, 42);
  private static final ChannelOption<Integer> TEMPORARY = integer("IPV6_PREFER_TEMPADDR", IPV6, 63);
  private static final ChannelOption<Integer> TRAFFIC_CLASS = integer("IPV6_TCLASS", IPV6, 36);
  private static final ChannelOption<Integer> BOUND_INTERFACE = integer("IP_BOUND_IF", IP, 25);
  private static final ChannelOption<Integer> BOUND_INTERFACE6 =
      integer("IPV6_BOUND_IF", IPV6, 125);

  private DarwinWishes() {}

  static Applied apply(Channel channel, Wish wish) {
    return switch (wish) {
      case Wish.NoDelay(boolean on) -> Options.set(channel, ChannelOption.TCP_NODELAY, on);
      case Wish.NoPush(boolean on) -> Options.set(channel, KQueueChannelOption.TCP_NOPUSH, on);
      case Wish.QuickAck _ -> Applied.not("macOS has no such option");
      case Wish.FastOpen() ->
          KQueue.isTcpFastOpenClientSideAvailable()
              ? Options.set(channel, ChannelOption.TCP_FASTOPEN_CONNECT, true)
              : Applied.not("the system does not allow it");
      case Wish.Multipath() -> Applied.not("sockets of Multipath TCP are not supported yet");
      case Wish.KeepAlive probes -> keepAlive(channel, probes);
      case Wish.DropTime(Duration limit) -> Options.set(channel, DROP_TIME, seconds(limit));
      case Wish.MaximumSegmentSize(int bytes) -> Options.set(channel, MAXSEG, bytes);
      case Wish.HopLimit(int hops) -> either(channel, TTL, HOPS, hops);
      case Wish.MinimumMtu() -> Options.set(channel, MINIMUM_MTU, 1);
      case Wish.DontFragment() -> either(channel, DONT_FRAGMENT, DONT_FRAGMENT6, 1);
      case Wish.PreferTemporaryAddress(boolean temporary) ->
          Options.set(channel, TEMPORARY, temporary ? 1 : 0);
      case Wish.TrafficClass(int dscp) ->
          // RFC 2474 §3: the code point is the upper six bits of the octet.
          Options.any(
              Options.set(channel, ChannelOption.IP_TOS, dscp << 2),
              Options.set(channel, TRAFFIC_CLASS, dscp << 2));
      case Wish.BindToInterface(String _, int index) ->
          index == 0
              ? Applied.not("the interface has no index")
              : either(channel, BOUND_INTERFACE, BOUND_INTERFACE6, index);
      case Wish.ReuseAddress() -> Options.set(channel, ChannelOption.SO_REUSEADDR, true);
      case Wish.ReusePort() -> Options.set(channel, REUSE_PORT, 1);
    };
  }

  private static Applied either(
      Channel channel, ChannelOption<Integer> four, ChannelOption<Integer> six, int value) {
    return Options.any(Options.set(channel, four, value), Options.set(channel, six, value));
  }

  private static Applied keepAlive(Channel channel, Wish.KeepAlive probes) {
    Applied on = Options.set(channel, ChannelOption.SO_KEEPALIVE, true);
    Applied idle =
        probes.idle().isZero()
            ? Applied.FULLY
            : Options.set(channel, KEEP_IDLE, seconds(probes.idle()));
    Applied interval =
        probes.interval().isZero()
            ? Applied.FULLY
            : Options.set(channel, KEEP_INTERVAL, seconds(probes.interval()));
    Applied count =
        probes.count() == 0 ? Applied.FULLY : Options.set(channel, KEEP_COUNT, probes.count());
    return Options.all(on, idle, interval, count);
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.plusMillis(999).toSeconds(), 1, Integer.MAX_VALUE);
  }

  private static ChannelOption<Integer> integer(String name, int level, int number) {
    return new IntegerUnixChannelOption(name, level, number);
  }
}
