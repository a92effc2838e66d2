package dev.fairlead.engine.transport;

import dev.fairlead.TransferReport.PathTransfer;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/// `struct tcp_info` of Linux, the whole of it: Netty's own reader knows only its oldest part.
///
/// A kernel that knows less leaves the rest zero; a value that cannot be zero on a connection that
/// is established is absent then.
final class TcpInfo {
  private static final int LENGTH = 232;
  private static final RawUnixChannelOption OPTION =
      new RawUnixChannelOption("TCP_INFO", 6, 11, LENGTH);

  // Offsets in linux/tcp.h.
  private static final int PATH_MTU = 60;
  private static final int RTT = 68;
  private static final int RTT_VARIANCE = 72;
  private static final int CONGESTION_WINDOW = 80;
  private static final int TOTAL_RETRANSMITTED = 100;
  private static final int BYTES_RECEIVED = 128;
  private static final int SEGMENTS_OUT = 136;
  private static final int SEGMENTS_IN = 140;
  private static final int MINIMUM_RTT = 148;
  private static final int DELIVERY_RATE = 160;
  private static final int BYTES_SENT = 200;
  private static final int BYTES_RETRANSMITTED = 208;

  private static final long NO_MINIMUM = 0xffff_ffffL;

  private TcpInfo() {}

  static Optional<PathTransfer> of(EpollSocketChannel channel) {
    if (!channel.isOpen()) {
      return Optional.empty();
    }
    ByteBuffer raw;
    try {
      raw = channel.config().getOption(OPTION);
    } catch (ChannelException closedMeanwhile) {
      return Optional.empty();
    }
    return Optional.of(parse(raw.clear().order(ByteOrder.nativeOrder())));
  }

  static PathTransfer parse(ByteBuffer info) {
    long segmentsOut = unsigned(info, SEGMENTS_OUT);
    long bytesSent = info.getLong(BYTES_SENT);
    // Every connection has sent its SYN, so a kernel that counts segments counts at least one.
    boolean countsSegments = segmentsOut > 0;
    // Linux 4.19 counts sent bytes and repeated bytes, 4.2 segments and received bytes.
    boolean countsSent = bytesSent > 0 || info.getLong(BYTES_RETRANSMITTED) > 0;
    return new PathTransfer(
        Optional.empty(),
        countsSent ? OptionalLong.of(bytesSent) : OptionalLong.empty(),
        countsSegments ? OptionalLong.of(info.getLong(BYTES_RECEIVED)) : OptionalLong.empty(),
        countsSent ? OptionalLong.of(info.getLong(BYTES_RETRANSMITTED)) : OptionalLong.empty(),
        OptionalLong.of(unsigned(info, TOTAL_RETRANSMITTED)),
        countsSegments ? OptionalLong.of(segmentsOut) : OptionalLong.empty(),
        countsSegments ? OptionalLong.of(unsigned(info, SEGMENTS_IN)) : OptionalLong.empty(),
        micros(unsigned(info, RTT)),
        micros(unsigned(info, RTT_VARIANCE)),
        micros(unsigned(info, MINIMUM_RTT)),
        positive(unsigned(info, CONGESTION_WINDOW)),
        positive(unsigned(info, PATH_MTU)),
        positive(info.getLong(DELIVERY_RATE)));
  }

  private static long unsigned(ByteBuffer info, int offset) {
    return Integer.toUnsignedLong(info.getInt(offset));
  }

  private static Optional<Duration> micros(long value) {
    return value == 0 || value == NO_MINIMUM
        ? Optional.empty()
        : Optional.of(Duration.of(value, ChronoUnit.MICROS));
  }

  private static OptionalLong positive(long value) {
    return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
