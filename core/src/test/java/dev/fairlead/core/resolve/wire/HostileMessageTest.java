package dev.fairlead.core.resolve.wire;

import static dev.fairlead.core.resolve.wire.TestMessage.answering;
import static dev.fairlead.core.resolve.wire.TestMessage.hex;
import static dev.fairlead.core.resolve.wire.TestMessage.nameData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.wire.AnswerCheck.Sent;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HostileMessageTest {
  private static final byte[] RICH = rich();

  private static byte[] rich() {
    byte[] soa = hex("00 00 00000001 00000002 00000003 00000004 0000000a");
    return answering("www.example.com", RecordType.HTTPS)
        .answer("#c00c", RecordType.CNAME, 60, nameData("web.example.com"))
        .answer("web.example.com", RecordType.A, 30, hex("c0000201"))
        .answer("web.example.com", RecordType.AAAA, 30, hex("20010db8" + "00".repeat(12)))
        .answer("web.example.com", RecordType.HTTPS, 30, hex("0001 00 0001 0003 02 6832"))
        .answer("web.example.com", RecordType.MX, 30, hex("000a c00c"))
        .answer("web.example.com", RecordType.TXT, 30, hex("02 6162 00"))
        .answer("web.example.com", RecordType.SRV, 30, hex("0001 0002 0003 c00c"))
        .answer("web.example.com", RecordType.CAA, 30, hex("00 05 6973737565 6361"))
        .authority("example.com", RecordType.SOA, 60, soa)
        .edns(0)
        .octets();
  }

  @Test
  void aMessageCutAnywhereIsMalformed() {
    assertThat(MessageReader.read(RICH)).isInstanceOf(Decoded.Message.class);
    for (int length = 0; length < RICH.length; length++) {
      assertThat(MessageReader.read(Arrays.copyOf(RICH, length)))
          .as("the first %d octets", length)
          .isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Test
  void everySingleOctetMayHaveEveryValue() {
    for (int at = 0; at < RICH.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = RICH.clone();
        changed[at] = (byte) value;
        survives(changed);
      }
    }
  }

  @Property(tries = 5_000)
  void anyOctetsAreReadWithoutHarm(@ForAll @Size(max = 600) byte[] octets) {
    survives(octets);
  }

  @Property(tries = 5_000)
  void anyOctetsBehindAGoodHeaderAreReadWithoutHarm(@ForAll @Size(max = 300) byte[] octets) {
    byte[] message = new byte[12 + octets.length];
    System.arraycopy(hex("0007 8180 0001 0004 0001 0001"), 0, message, 0, 12);
    System.arraycopy(octets, 0, message, 12, octets.length);
    survives(message);
  }

  @Test
  void sixtyFourKilobytesOfPointersTakeNoTime() {
    // Each name points to the one before: the worst that the rule "only backwards" allows.
    byte[] message = new byte[65_535];
    System.arraycopy(hex("0007 8180 0000 ffff 0000 0000 00"), 0, message, 0, 13);
    for (int at = 13; at + 12 <= 0x3fff; at += 12) {
      int target = at == 13 ? 12 : at - 12;
      message[at] = (byte) (0xc0 | target >> 8);
      message[at + 1] = (byte) target;
    }
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> survives(message));
  }

  private static void survives(byte[] octets) {
    if (MessageReader.read(octets) instanceof Decoded.Message(DnsMessage message)) {
      AnswerCheck.check(
          new Sent(message.header().id(), "www.example.com", RecordType.HTTPS, true, true),
          message);
    }
  }
}
