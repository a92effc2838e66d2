package dev.fairlead.testkit.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.pcap.Packet.Flag;
import dev.fairlead.testkit.pcap.Packet.Tcp;
import dev.fairlead.testkit.pcap.Packet.Udp;
import dev.fairlead.testkit.pcap.PcapngWriter.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file, block by block, and what Wireshark makes of it.
class PcapngWriterTest {
  private static final long BEGIN = 1_767_225_600_000_000_000L;

  private record Block(int type, Bytes content) {
    ByteBuffer body() {
      return content.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    String hex(int from, int to) {
      return HexFormat.of().formatHex(content.toByteArray(), from, to);
    }

    String text() {
      return new String(content.toByteArray(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void blocksAreAsTheFormatSays() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out, "two packets")) {
      assertThat(writer.addInterface("phone/wifi", "")).isZero();
      assertThat(writer.addInterface("server/eth0", "wired")).isEqualTo(1);
      writer.addTlsSecrets("CLIENT_RANDOM 00 11\n");
      writer.add(BEGIN + 5, 1, Direction.INBOUND, datagram("abc"), "lost on the way");
    }
    List<Block> blocks = blocks(out.toByteArray());
    assertThat(blocks).extracting(Block::type).containsExactly(0x0A0D0D0A, 1, 1, 10, 6);
    Block section = blocks.getFirst();
    assertThat(section.body().getInt(0)).isEqualTo(0x1A2B3C4D);
    assertThat(section.text()).contains("two packets").contains("Fairlead");
    Block wifi = blocks.get(1);
    assertThat(wifi.body().getShort(0)).as("raw IP").isEqualTo((short) 101);
    assertThat(wifi.hex(wifi.content().length() - 12, wifi.content().length()))
        .as("nanoseconds, end of options")
        .isEqualTo("09000100" + "09000000" + "00000000");
    ByteBuffer packet = blocks.get(4).body();
    assertThat(packet.getInt(0)).isEqualTo(1);
    assertThat((long) packet.getInt(4) << 32 | packet.getInt(8) & 0xFFFFFFFFL).isEqualTo(BEGIN + 5);
    assertThat(packet.getInt(12)).isEqualTo(31).isEqualTo(packet.getInt(16));
    assertThat(blocks.get(4).hex(52, 60)).isEqualTo("0200040001000000");
    assertThat(blocks.get(4).text()).contains("lost on the way");
  }

  @Test
  void aPacketNeedsAnInterface() throws IOException {
    try (PcapngWriter writer = new PcapngWriter(new ByteArrayOutputStream(), "")) {
      assertThatThrownBy(() -> writer.add(0, 0, Direction.INBOUND, datagram(""), ""))
          .hasMessage("there is no interface 0");
    }
  }

  @Test
  void wiresharkReadsIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("run.pcapng");
    try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file), "a story")) {
      write(writer);
    }
    List<String> lines = Tshark.read(file);
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains("DNS").contains("Standard query response").contains("192.0");
    assertThat(lines.get(1)).contains("[SYN] Seq=0").contains("MSS=1460").contains("WS=128");
    assertThat(lines.get(2)).contains("[SYN, ACK] Seq=0 Ack=1");
    assertThat(lines.get(3)).contains("[ACK] Seq=1 Ack=1");
    assertThat(lines.get(4)).contains("TLSv1").contains("Client Hello");
    assertThat(lines.get(5)).contains("ICMPv6").contains("Packet Too Big");
    assertThat(String.join("\n", lines)).doesNotContain("incorrect");
    List<String> named =
        Tshark.fields(file, "tls", "frame.interface_name", "frame.comment", "frame.time_epoch");
    assertThat(named).containsExactly("phone/wifi\tlate\t1767225600.000000004");
  }

  private static void write(PcapngWriter writer) throws Exception {
    int wifi = writer.addInterface("phone/wifi", "weak");
    InetSocketAddress phone = at("192.0.2.1", 50000);
    InetSocketAddress server = at("198.51.100.2", 443);
    Bytes none = Bytes.empty();
    Packet answer = new Packet(at("198.51.100.53", 53), phone, new Udp(Bytes.copyOf(dnsAnswer())));
    writer.add(BEGIN, wifi, Direction.INBOUND, answer, "");
    Tcp syn = new Tcp(Set.of(Flag.SYN), 100, 0, 64240, 1460, none);
    writer.add(BEGIN + 1, wifi, Direction.OUTBOUND, new Packet(phone, server, syn), "");
    Tcp synAck = new Tcp(Set.of(Flag.SYN, Flag.ACK), 500, 101, 64240, 1460, none);
    writer.add(BEGIN + 2, wifi, Direction.INBOUND, new Packet(server, phone, synAck), "");
    Tcp ack = new Tcp(Set.of(Flag.ACK), 101, 501, 1 << 17, 0, none);
    writer.add(BEGIN + 3, wifi, Direction.OUTBOUND, new Packet(phone, server, ack), "");
    Tcp hello =
        new Tcp(Set.of(Flag.ACK, Flag.PSH), 101, 501, 1 << 17, 0, Bytes.copyOf(clientHello()));
    writer.add(BEGIN + 4, wifi, Direction.OUTBOUND, new Packet(phone, server, hello), "late");
    InetSocketAddress phone6 = at("2001:db8::1", 50000);
    Packet big = new Packet(phone6, at("2001:db8::2", 443), new Udp(Bytes.copyOf(new byte[1400])));
    var error = new Packet.IcmpError(Packet.Kind.TOO_BIG, 1280, big);
    Packet tooBig = new Packet(at("2001:db8::ff", 0), phone6, error);
    writer.add(BEGIN + 5, wifi, Direction.INBOUND, tooBig, "");
  }

  private static Packet datagram(String content) {
    return new Packet(at("192.0.2.1", 5353), at("192.0.2.2", 9999), new Udp(Bytes.utf8(content)));
  }

  /// `example.com A 192.0.2.80`, as an answer.
  private static byte[] dnsAnswer() {
    return HexFormat.of()
        .parseHex(
            "123481800001000100000000"
                + "076578616d706c6503636f6d0000010001"
                + "c00c000100010000003c0004c0000250");
  }

  private static byte[] clientHello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("example.com", 443);
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    byte[] bytes = new byte[record.flip().remaining()];
    record.get(bytes);
    return bytes;
  }

  private static List<Block> blocks(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Block> blocks = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int begin = bytes.position();
      int type = bytes.getInt();
      int length = bytes.getInt();
      assertThat(length % 4).isZero();
      byte[] body = new byte[length - 12];
      bytes.get(body);
      assertThat(bytes.getInt())
          .as("length at the end of the block at %d", begin)
          .isEqualTo(length);
      blocks.add(new Block(type, Bytes.copyOf(body)));
    }
    return blocks;
  }

  private static InetSocketAddress at(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
