package dev.fairlead.testkit.pcap;

import dev.fairlead.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes a capture file in the format pcapng (draft-ietf-opsawg-pcapng), which Wireshark reads.
///
/// Packets are raw IP, so there are no addresses of a data link. Times have nanoseconds. One thread
/// at a time.
public final class PcapngWriter implements AutoCloseable {
  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int DECRYPTION_SECRETS = 10;

  /// IPv4 or IPv6 without anything before it.
  private static final short LINKTYPE_RAW = 101;

  private static final int TLS_KEY_LOG = 0x544C534B;
  private static final int COMMENT = 1;
  private static final int EPB_FLAGS = 2;

  private final OutputStream out;
  private int interfaces;

  /// Which way a packet went at the interface.
  public enum Direction {
    /// It came in.
    INBOUND,
    /// It went out.
    OUTBOUND
  }

  private record Option(int code, Bytes value) {}

  /// Begins a file.
  ///
  /// @param out closed with the writer
  /// @param comment what the file shows, for people
  public PcapngWriter(OutputStream out, String comment) throws IOException {
    this.out = out;
    ByteBuffer body = body(16);
    // The length of the section is not told.
    body.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    block(SECTION_HEADER, body, List.of(text(COMMENT, comment), text(4, "Fairlead")));
  }

  /// An interface at which packets were seen.
  ///
  /// @param name `phone/wifi`
  /// @param description for people; may be empty
  /// @return its number in the file
  public int addInterface(String name, String description) throws IOException {
    ByteBuffer body = body(8);
    body.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0);
    // if_tsresol: ten to the power of minus nine.
    Option nanoseconds = new Option(9, Bytes.copyOf(new byte[] {9}));
    block(INTERFACE_DESCRIPTION, body, List.of(text(2, name), text(3, description), nanoseconds));
    return interfaces++;
  }

  /// Secrets of TLS in the NSS key log format; they are good for packets that come later in the
  /// file.
  public void addTlsSecrets(String keyLog) throws IOException {
    byte[] secrets = keyLog.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer body = body(8 + padded(secrets.length));
    body.putInt(TLS_KEY_LOG).putInt(secrets.length).put(secrets);
    block(DECRYPTION_SECRETS, body, List.of());
  }

  /// A packet.
  ///
  /// @param epochNanos when, since 1970
  /// @param interfaceNumber where it was seen
  /// @param direction which way it went there
  /// @param comment for people, `lost on the way`; may be empty
  public void add(
      long epochNanos, int interfaceNumber, Direction direction, Packet packet, String comment)
      throws IOException {
    if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
      throw new IllegalArgumentException("there is no interface " + interfaceNumber);
    }
    byte[] bytes = PacketBytes.of(packet);
    ByteBuffer body = body(20 + padded(bytes.length));
    body.putInt(interfaceNumber).putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
    body.putInt(bytes.length).putInt(bytes.length).put(bytes);
    byte[] flags = {(byte) (direction == Direction.INBOUND ? 1 : 2), 0, 0, 0};
    block(
        ENHANCED_PACKET,
        body,
        List.of(new Option(EPB_FLAGS, Bytes.copyOf(flags)), text(COMMENT, comment)));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static ByteBuffer body(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }

  private static Option text(int code, String text) {
    return new Option(code, Bytes.utf8(text));
  }

  /// Every block begins and ends with its length, and is padded to four bytes.
  private void block(int type, ByteBuffer body, List<Option> wanted) throws IOException {
    List<Option> options = new ArrayList<>();
    int length = 12 + body.capacity();
    for (Option option : wanted) {
      if (!option.value.isEmpty()) {
        options.add(option);
        length += 4 + padded(option.value.length());
      }
    }
    length += options.isEmpty() ? 0 : 4;
    ByteBuffer block = body(length);
    block.putInt(type).putInt(length).put(body.rewind());
    for (Option option : options) {
      int end = block.position() + 4 + padded(option.value.length());
      block.putShort((short) option.code).putShort((short) option.value.length());
      block.put(option.value.asByteBuffer()).position(end);
    }
    // The end of the options is four zero bytes, which are there already.
    byte[] bytes = new byte[length];
    block.putInt(length - 4, length).rewind().get(bytes);
    out.write(bytes);
  }
}
