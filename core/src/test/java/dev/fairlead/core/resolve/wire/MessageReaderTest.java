package dev.fairlead.core.resolve.wire;

import static dev.fairlead.core.resolve.wire.TestMessage.answering;
import static dev.fairlead.core.resolve.wire.TestMessage.hex;
import static dev.fairlead.core.resolve.wire.TestMessage.nameData;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ServiceParameters;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
  @Test
  void addressesAndAliasesBecomeValues() {
    DnsMessage message =
        answering("WWW.example.com", RecordType.A)
            .answer("#c00c", RecordType.CNAME, 60, nameData("web.example.com"))
            .answer("web.example.com", RecordType.A, 30, hex("c0000201"))
            .edns(0)
            .read();
    assertThat(message.header().id()).isEqualTo(7);
    assertThat(message.asked())
        .containsExactly(new DnsMessage.Asked("WWW.example.com", RecordType.A.number(), 1));
    assertThat(message.answers())
        .containsExactly(
            new DnsRecord.Alias("www.example.com", "web.example.com", 60),
            new DnsRecord.Address("web.example.com", InetAddress.ofLiteral("192.0.2.1"), 30));
    assertThat(message.edns()).isTrue();
  }

  @Test
  void serviceParametersAreReadInFull() {
    byte[] data =
        hex(
            "0001 00"
                + " 0000 0002 0001" // mandatory: alpn
                + " 0001 0006 02 6832 02 6833" // alpn h2, h3
                + " 0002 0000 0003 0002 20fb" // no-default-alpn, port 8443
                + " 0004 0004 c0000201 0005 0002 abcd"
                + " 0006 0010 20010db8000000000000000000000001"
                + " fde8 0001 2a"); // key65000
    DnsMessage message =
        answering("example.com", RecordType.HTTPS)
            .answer("#c00c", RecordType.HTTPS, 60, data)
            .read();
    ServiceParameters expected =
        ServiceParameters.NONE
            .withAlpn("h2", "h3")
            .withNoDefaultAlpn()
            .withPort(8443)
            .withHints(
                List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")))
            .withEch("q80=")
            .withMandatory(1);
    assertThat(message.answers())
        .containsExactly(
            new DnsRecord.Service("example.com", RecordType.HTTPS, 1, ".", expected, 60));
    assertThat(message.answers().getFirst().text())
        .isEqualTo(
            "1 . mandatory=alpn alpn=h2,h3 no-default-alpn port=8443 ipv4hint=192.0.2.1 ech=q80="
                + " ipv6hint=2001:db8::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001 00 0003 0002 01bb 0001 0003 02 6832", // keys out of order
        "0001 00 0001 0003 02 6832 0001 0003 02 6832", // a key twice
        "0001 00 0001 0000", // empty alpn
        "0001 00 0001 0001 00", // empty identifier
        "0001 00 0002 0000", // no-default-alpn alone
        "0001 00 0002 0001 00 ", // no-default-alpn with a value
        "0001 00 0003 0001 01", // short port
        "0001 00 0003 0003 01bb00", // long port
        "0001 00 0004 0003 c00002", // short hint
        "0001 00 0000 0002 0001", // mandatory key missing
        "0001 00 0000 0002 0000", // mandatory names itself
        "0001 00 0001 0009 02 6832", // longer than the record
        "0001", // no target
      })
  void aBrokenServiceRecordSpoilsItsSetButNotTheMessage(String data) {
    DnsMessage message =
        answering("example.com", RecordType.HTTPS)
            .answer("example.com", RecordType.CNAME, 60, nameData("web.example.com"))
            .answer("web.example.com", RecordType.HTTPS, 60, hex("0001 00"))
            .answer("web.example.com", RecordType.HTTPS, 60, hex(data))
            .read();
    assertThat(message.answers())
        .containsExactly(new DnsRecord.Alias("example.com", "web.example.com", 60));
  }

  @Test
  void parametersOfAnAliasRecordArePassedOver() {
    DnsMessage message =
        answering("example.com", RecordType.HTTPS)
            .answer("#c00c", RecordType.HTTPS, 60, hex("0000 0161 00 0001 0000"))
            .read();
    assertThat(message.answers())
        .containsExactly(
            new DnsRecord.Service(
                "example.com", RecordType.HTTPS, 0, "a", ServiceParameters.NONE, 60));
  }

  @Test
  void namesOfDifferentOctetsHaveDifferentText() {
    DnsMessage dotted =
        answering("#0b 7777772e6578616d706c 65 00".replace("0b", "0b"), RecordType.A).read();
    assertThat(dotted.asked().getFirst().name()).isEqualTo("www\\.example");
    DnsMessage odd = answering("#04 5c 00 ff 20 00", RecordType.A).read();
    assertThat(odd.asked().getFirst().name()).isEqualTo("\\\\\\000\\255\\032");
    assertThat(Text.wireName("\\\\\\000\\255\\032")).isEqualTo(hex("04 5c 00 ff 20 00"));
  }

  @Test
  void theNegativeTtlIsTheLesserOfTheTwo() {
    byte[] soa = hex("00 00 00000001 00000002 00000003 00000004 0000000a");
    assertThat(
            answering("x.example", RecordType.A)
                .authority("example", RecordType.SOA, 60, soa)
                .read()
                .negativeTtlSeconds())
        .isEqualTo(10);
    assertThat(
            answering("x.example", RecordType.A)
                .authority("example", RecordType.SOA, 5, soa)
                .read()
                .negativeTtlSeconds())
        .isEqualTo(5);
    assertThat(answering("x.example", RecordType.A).read().negativeTtlSeconds()).isEqualTo(-1);
  }

  @Test
  void theUpperBitsOfTheResponseCodeComeFromEdns() {
    assertThat(answering("x.example", RecordType.A).edns(1).read().header().rcode()).isEqualTo(16);
  }

  @Test
  void aTtlWithItsHighestBitIsZero() {
    DnsMessage message =
        answering("x.example", RecordType.A)
            .answer("x.example", RecordType.A, 0x8000_0001L, hex("c0000201"))
            .read();
    assertThat(message.answers().getFirst().ttlSeconds()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c00c", // itself
        "c0ff", // behind the end
        "01 61 c00c", // back to its own start
        "41 61 00", // extended label
        "3f 61", // cut label
      })
  void brokenNamesAreMalformed(String name) {
    assertThat(MessageReader.read(answering("#" + name, RecordType.A).octets()))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aNameOf256OctetsIsMalformed() {
    String label = "3f" + "61".repeat(63);
    assertThat(MessageReader.read(answering("#" + label.repeat(4) + "00", RecordType.A).octets()))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aRecordWithSuperfluousOctetsIsMalformed() {
    byte[] message =
        answering("x.example", RecordType.A)
            .answer("x.example", RecordType.A, 1, hex("c000020100"))
            .octets();
    assertThat(MessageReader.read(message)).isInstanceOf(Decoded.Malformed.class);
  }
}
