package dev.fairlead.testkit.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.pcap.Packet.Flag;
import dev.fairlead.testkit.pcap.Packet.IcmpError;
import dev.fairlead.testkit.pcap.Packet.Kind;
import dev.fairlead.testkit.pcap.Packet.Tcp;
import dev.fairlead.testkit.pcap.Packet.Udp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Headers and checksums, bit by bit.
class PacketBytesTest {
  private static final InetSocketAddress A4 = at("192.0.2.1", 50000);
  private static final InetSocketAddress B4 = at("198.51.100.2", 443);
  private static final InetSocketAddress A6 = at("2001:db8::1", 50000);
  private static final InetSocketAddress B6 = at("2001:db8::2", 443);

  @Test
  void anIpv4HeaderIsAsTheBookHasIt() {
    // A header that many texts compute: 115 bytes of UDP from 192.168.0.1 to 192.168.0.199.
    Packet packet =
        new Packet(
            at("192.168.0.1", 1),
            at("192.168.0.199", 2),
            new Udp(Bytes.copyOf(new byte[115 - 28])));
    assertThat(HexFormat.of().formatHex(PacketBytes.of(packet), 0, 20))
        .isEqualTo("450000730000400040" + "11b861c0a80001c0a800c7");
  }

  @Test
  void aSynHasPortsNumbersAndOptions() {
    Tcp syn = new Tcp(Set.of(Flag.SYN), 0x1_00000007L, 0, 64240, 1460, Bytes.empty());
    byte[] bytes = PacketBytes.of(new Packet(A4, B4, syn));
    assertThat(bytes).hasSize(48);
    assertThat(HexFormat.of().formatHex(bytes, 20, 36))
        .as("ports, sequence modulo 2^32, acknowledgement, 7 words, SYN, window")
        .isEqualTo("c35001bb" + "00000007" + "00000000" + "7002faf0");
    assertThat(HexFormat.of().formatHex(bytes, 40, 48)).isEqualTo("020405b401030307");
    assertThat(transportSum(bytes)).isZero();
  }

  @Test
  void aSegmentHasItsPayloadAndAScaledWindow() {
    byte[] payload = "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Tcp data = new Tcp(Set.of(Flag.ACK, Flag.PSH), 8, 9, 1 << 20, 0, Bytes.copyOf(payload));
    byte[] bytes = PacketBytes.of(new Packet(A6, B6, data));
    assertThat(bytes).hasSize(65).endsWith(payload);
    assertThat(HexFormat.of().formatHex(bytes, 0, 8)).isEqualTo("6000000000190640");
    assertThat(HexFormat.of().formatHex(bytes, 52, 56)).isEqualTo("50182000");
    assertThat(transportSum(bytes)).isZero();
  }

  @Test
  void checksumsAreRightForAnyPayload() {
    long seed = 4711;
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] payload = new byte[random.nextInt(2000)];
      random.nextBytes(payload);
      boolean v4 = random.nextBoolean();
      Packet.Content content =
          random.nextBoolean()
              ? new Udp(Bytes.copyOf(payload))
              : new Tcp(
                  Set.of(Flag.ACK),
                  random.nextLong(),
                  random.nextLong(),
                  4711,
                  0,
                  Bytes.copyOf(payload));
      byte[] bytes = PacketBytes.of(new Packet(v4 ? A4 : A6, v4 ? B4 : B6, content));
      assertThat(transportSum(bytes)).as("seed %d, packet %d", seed, i).isZero();
    }
  }

  @Test
  void errorsQuoteThePacketTheyAreAbout() {
    Packet big = new Packet(A4, B4, new Udp(Bytes.copyOf(new byte[1600])));
    byte[] error =
        PacketBytes.of(
            new Packet(at("192.0.2.254", 0), A4, new IcmpError(Kind.TOO_BIG, 1280, big)));
    assertThat(error).hasSize(576);
    assertThat(HexFormat.of().formatHex(error, 20, 22)).isEqualTo("0304");
    assertThat(ByteBuffer.wrap(error).getShort(26)).isEqualTo((short) 1280);
    assertThat(ones(error, 20, 576, 0)).isZero();

    Packet big6 = new Packet(A6, B6, new Udp(Bytes.copyOf(new byte[1600])));
    byte[] error6 =
        PacketBytes.of(
            new Packet(at("2001:db8::ff", 0), A6, new IcmpError(Kind.TOO_BIG, 1280, big6)));
    assertThat(error6).hasSize(1280);
    assertThat(HexFormat.of().formatHex(error6, 40, 42)).isEqualTo("0200");
    assertThat(transportSum(error6)).isZero();
  }

  @Test
  void whatIpCannotSayIsRefused() {
    assertThatThrownBy(
            () -> PacketBytes.of(new Packet(A4, B4, new Udp(Bytes.copyOf(new byte[65508])))))
        .hasMessage("an IP packet has at most 65535 bytes, not 65536");
    assertThatThrownBy(() -> new Packet(A4, B6, new Udp(Bytes.empty())))
        .hasMessageContaining("of one family");
  }

  /// Zero when the checksum over pseudo-header and content is right.
  private static int transportSum(byte[] packet) {
    boolean v4 = packet[0] >> 4 == 4;
    int header = v4 ? 20 : 40;
    int length = packet.length - header;
    int pseudo = (v4 ? packet[9] : packet[6]) + length;
    int addresses = v4 ? 12 : 8;
    long sum = 0;
    for (int i = addresses; i < header; i += 2) {
      sum += ByteBuffer.wrap(packet).getShort(i) & 0xFFFF;
    }
    return ones(packet, header, packet.length, sum + pseudo);
  }

  private static int ones(byte[] bytes, int from, int to, long begin) {
    long sum = begin;
    for (int i = from; i < to; i += 2) {
      sum += (bytes[i] & 0xFF) << 8 | (i + 1 < to ? bytes[i + 1] & 0xFF : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) (~sum & 0xFFFF);
  }

  private static InetSocketAddress at(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
