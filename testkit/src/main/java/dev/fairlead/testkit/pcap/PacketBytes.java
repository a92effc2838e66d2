package dev.fairlead.testkit.pcap;

import dev.fairlead.testkit.pcap.Packet.Flag;
import dev.fairlead.testkit.pcap.Packet.IcmpError;
import dev.fairlead.testkit.pcap.Packet.Tcp;
import dev.fairlead.testkit.pcap.Packet.Udp;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/// A [Packet] as the bytes that would be on the wire, from the IP header on, with checksums that
/// are
/// right.
public final class PacketBytes {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP4 = 1;
  private static final int ICMP6 = 58;
  private static final int MOST = 65535;

  private PacketBytes() {}

  /// The whole IP packet.
  ///
  /// @throws IllegalArgumentException when it is larger than IP can say
  public static byte[] of(Packet packet) {
    boolean v4 = packet.from() instanceof Inet4Address;
    byte[] content =
        switch (packet.content()) {
          case Tcp segment -> tcp(packet, segment);
          case Udp datagram -> udp(packet, datagram);
          case IcmpError error -> v4 ? icmp4(error) : icmp6(packet, error);
        };
    return v4 ? ip4(packet, content) : ip6(packet, content);
  }

  /// RFC 791 §3.1.
  private static byte[] ip4(Packet packet, byte[] content) {
    int length = 20 + content.length;
    check(length);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.put((byte) 0x45).put((byte) 0).putShort((short) length);
    // No identification, never to be fragmented (RFC 6864 §4.1).
    bytes.putShort((short) 0).putShort((short) 0x4000);
    bytes.put((byte) 64).put((byte) protocol(packet)).putShort((short) 0);
    bytes.put(packet.from().getAddress()).put(packet.to().getAddress());
    bytes.putShort(10, (short) fold(sum(bytes.array(), 0, 20, 0)));
    return bytes.put(content).array();
  }

  /// RFC 8200 §3.
  private static byte[] ip6(Packet packet, byte[] content) {
    check(content.length);
    ByteBuffer bytes = ByteBuffer.allocate(40 + content.length);
    bytes.putInt(0x60000000).putShort((short) content.length);
    bytes.put((byte) protocol(packet)).put((byte) 64);
    bytes.put(packet.from().getAddress()).put(packet.to().getAddress());
    return bytes.put(content).array();
  }

  private static void check(int length) {
    if (length > MOST) {
      throw new IllegalArgumentException("an IP packet has at most 65535 bytes, not " + length);
    }
  }

  private static int protocol(Packet packet) {
    return switch (packet.content()) {
      case Tcp _ -> TCP;
      case Udp _ -> UDP;
      case IcmpError _ -> packet.from() instanceof Inet4Address ? ICMP4 : ICMP6;
    };
  }

  private static byte[] tcp(Packet packet, Tcp segment) {
    int header = segment.isSyn() ? 28 : 20;
    ByteBuffer bytes = ByteBuffer.allocate(header + segment.payload().length());
    ports(bytes, packet);
    bytes.putInt((int) segment.sequence()).putInt((int) segment.acknowledgement());
    int flags = 0;
    for (Flag flag : segment.flags()) {
      flags |= flag.bit;
    }
    bytes.putShort((short) (header / 4 << 12 | flags));
    int window = segment.isSyn() ? segment.window() : segment.window() >> Tcp.WINDOW_SHIFT;
    bytes.putShort((short) Math.min(window, MOST)).putShort((short) 0).putShort((short) 0);
    if (segment.isSyn()) {
      // Options: the largest segment (RFC 9293 §3.2), nothing, the window scale (RFC 7323 §2.2).
      bytes.putShort((short) 0x0204).putShort((short) segment.maximumSize());
      bytes.put((byte) 1).putShort((short) 0x0303).put((byte) Tcp.WINDOW_SHIFT);
    }
    bytes.put(segment.payload().asByteBuffer());
    bytes.putShort(16, (short) checksum(packet, TCP, bytes.array()));
    return bytes.array();
  }

  private static byte[] udp(Packet packet, Udp datagram) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + datagram.payload().length());
    check(bytes.capacity());
    ports(bytes, packet);
    bytes
        .putShort((short) bytes.capacity())
        .putShort((short) 0)
        .put(datagram.payload().asByteBuffer());
    int sum = checksum(packet, UDP, bytes.array());
    // RFC 768: a sum of zero would mean that there is none.
    bytes.putShort(6, (short) (sum == 0 ? 0xFFFF : sum));
    return bytes.array();
  }

  private static void ports(ByteBuffer bytes, Packet packet) {
    bytes.putShort((short) packet.source().getPort());
    bytes.putShort((short) packet.destination().getPort());
  }

  /// RFC 792, with as much of the packet as RFC 1812 §4.3.2.3 wants.
  private static byte[] icmp4(IcmpError error) {
    byte[] bytes = icmp(error, error.kind().type4, error.kind().code4, 576 - 28);
    ByteBuffer.wrap(bytes).putShort(2, (short) fold(sum(bytes, 0, bytes.length, 0)));
    return bytes;
  }

  /// RFC 4443 §3, with as much of the packet as fits into 1280 bytes.
  private static byte[] icmp6(Packet packet, IcmpError error) {
    byte[] bytes = icmp(error, error.kind().type6, error.kind().code6, 1280 - 48);
    ByteBuffer.wrap(bytes).putShort(2, (short) checksum(packet, ICMP6, bytes));
    return bytes;
  }

  private static byte[] icmp(IcmpError error, int type, int code, int most) {
    byte[] about = of(error.about());
    int quoted = Math.min(about.length, most);
    ByteBuffer bytes = ByteBuffer.allocate(8 + quoted);
    // RFC 1191 §4 has the size in the last two of the four bytes, RFC 4443 §3.2 in all.
    bytes.put((byte) type).put((byte) code).putShort((short) 0).putInt(error.mtu());
    return bytes.put(about, 0, quoted).array();
  }

  /// RFC 9293 §3.1, RFC 8200 §8.1: over a pseudo-header and the content.
  private static int checksum(Packet packet, int protocol, byte[] content) {
    byte[] from = packet.from().getAddress();
    byte[] to = packet.to().getAddress();
    long sum = sum(from, 0, from.length, 0);
    sum = sum(to, 0, to.length, sum);
    sum += protocol + (content.length >>> 16) + (content.length & 0xFFFF);
    return fold(sum(content, 0, content.length, sum));
  }

  private static long sum(byte[] bytes, int from, int to, long begin) {
    long sum = begin;
    for (int i = from; i < to; i++) {
      sum += (i - from & 1) == 0 ? (bytes[i] & 0xFF) << 8 : bytes[i] & 0xFF;
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xFFFF) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) (~folded & 0xFFFF);
  }
}
