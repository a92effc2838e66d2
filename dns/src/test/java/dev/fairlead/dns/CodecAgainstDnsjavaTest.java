package dev.fairlead.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.wire.Decoded;
import dev.fairlead.core.resolve.wire.MessageReader;
import dev.fairlead.core.resolve.wire.MessageWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The second opinion of ADR 3: what another codec writes, ours reads alike, and the other way
/// round.
class CodecAgainstDnsjavaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A     | 192.0.2.1",
        "AAAA  | 2001:db8::1",
        "CNAME | web.example.net.",
        "NS    | ns1.example.com.",
        "PTR   | host.example.com.",
        "DNAME | other.example.",
        "MX    | 10 mail.example.com.",
        "SRV   | 1 2 443 www.example.com.",
        "TXT   | \"v=spf1 -all\" \"a \\\"quoted\\\" word\" \"\"",
        "SOA   | ns.example.com. root.example.com. 1 2 3 4 5",
        "CAA   | 0 issue \"ca.example.net\"",
        "HTTPS | 1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1",
        "HTTPS | 0 svc.example.net.",
        "HTTPS | 16 svc.example.net. mandatory=alpn,port alpn=h2 no-default-alpn port=1 ech=AAEC",
        "SVCB  | 3 a.example.",
      })
  void recordsThatDnsjavaWritesAreReadAlike(String type, String text) throws IOException {
    DnsRecord record = read(message(type, text)).getFirst();
    assertThat(record.type()).isEqualTo(RecordType.valueOf(type));
    assertThat(record.name()).isEqualTo("www.example.com");
    assertThat(record.ttlSeconds()).isEqualTo(300);
    assertThat(plain(record.text())).isEqualTo(plain(text));
  }

  @ParameterizedTest
  @CsvSource({"www.example.com, A, true", "WwW.eXample.com, HTTPS, false", "x, CAA, true"})
  void questionsThatWeWriteAreReadAlike(String name, RecordType type, boolean edns)
      throws IOException {
    Message message = new Message(MessageWriter.query(4711, name, type, edns));
    assertThat(message.getHeader().getID()).isEqualTo(4711);
    assertThat(message.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(message.getQuestion().getName()).hasToString(name + ".");
    assertThat(message.getQuestion().getType()).isEqualTo(type.number());
    assertThat(message.getOPT() != null).isEqualTo(edns);
  }

  @Test
  void bothAgreeWhichMutatedMessagesAreMalformed() throws IOException {
    byte[] good = message("A", "192.0.2.1");
    Random random = new Random(42);
    int checked = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      changed[12 + random.nextInt(changed.length - 12)] = (byte) random.nextInt();
      boolean ours = MessageReader.read(changed) instanceof Decoded.Message;
      if (ours) {
        checked++;
        // We read fewer types than dnsjava, so it may find fault where we look away, never the
        // other way round with an address.
        List<DnsRecord> records = read(changed);
        assertThat(records.size()).isLessThanOrEqualTo(1);
      } else {
        assertThat(isMalformedToDnsjava(changed)).as("seed 42, try %d", i).isTrue();
      }
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  private static boolean isMalformedToDnsjava(byte[] octets) {
    try {
      Message message = new Message(octets);
      return message.getSection(Section.ANSWER).isEmpty();
    } catch (IOException | IllegalArgumentException malformed) {
      return true;
    }
  }

  private static byte[] message(String type, String text) throws IOException {
    Name name = Name.fromString("www.example.com.");
    int number = Type.value(type);
    Message message = new Message(7);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(org.xbill.DNS.Record.newRecord(name, number, DClass.IN), Section.QUESTION);
    message.addRecord(
        org.xbill.DNS.Record.fromString(name, number, DClass.IN, 300, text, Name.root),
        Section.ANSWER);
    return message.toWire();
  }

  private static List<DnsRecord> read(byte[] octets) {
    return switch (MessageReader.read(octets)) {
      case Decoded.Message decoded -> decoded.message().answers();
      case Decoded.Malformed malformed -> throw new AssertionError(malformed.toString());
    };
  }

  /// Zone files end names with a dot; our text does not.
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\.(?= |$)", "").strip();
  }
}
