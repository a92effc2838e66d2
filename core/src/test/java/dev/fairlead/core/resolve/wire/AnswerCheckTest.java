package dev.fairlead.core.resolve.wire;

import static dev.fairlead.core.resolve.wire.TestMessage.answering;
import static dev.fairlead.core.resolve.wire.TestMessage.hex;
import static dev.fairlead.core.resolve.wire.TestMessage.nameData;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.wire.AnswerCheck.Sent;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {
  private static final String ASKED = "wWw.eXample.com";
  private static final Sent SENT = new Sent(7, ASKED, RecordType.A, true, true);
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.1");
  private static final byte[] V4_DATA = hex("c0000201");

  @Test
  void anAnswerToOurQuestionIsAccepted() {
    Answer answer = accepted(good().answer(ASKED, RecordType.A, 60, V4_DATA));
    assertThat(answer.records()).containsExactly(new DnsRecord.Address("www.example.com", V4, 60));
    assertThat(answer.ttlSeconds()).isEqualTo(60);
    assertThat(answer.isPositive()).isTrue();
  }

  @Test
  void aliasesAreFollowedInOrderAndStrangersLeftOut() {
    Answer answer =
        accepted(
            good()
                .answer("evil.example", RecordType.A, 60, hex("cb007101"))
                .answer("b.example", RecordType.A, 60, V4_DATA)
                .answer("a.example", RecordType.CNAME, 20, nameData("b.example"))
                .answer("www.example.com", RecordType.CNAME, 40, nameData("A.example"))
                .answer("www.example.com", RecordType.A, 60, hex("cb007102")));
    assertThat(answer.records())
        .containsExactly(
            new DnsRecord.Alias("www.example.com", "a.example", 40),
            new DnsRecord.Alias("a.example", "b.example", 20),
            new DnsRecord.Address("b.example", V4, 60));
    assertThat(answer.ttlSeconds()).isEqualTo(20);
  }

  @Test
  void aCircleOfAliasesIsTheServersFault() {
    assertThat(
            check(
                good()
                    .answer("www.example.com", RecordType.CNAME, 9, nameData("b.example"))
                    .answer("b.example", RecordType.CNAME, 9, nameData("www.example.com"))))
        .isInstanceOf(Verdict.ServerFailed.class);
  }

  @Test
  void aChainOfThirteenAliasesIsTooLong() {
    TestMessage chain = good().answer("www.example.com", RecordType.CNAME, 9, nameData("n1.ex"));
    for (int i = 1; i < 13; i++) {
      chain.answer("n" + i + ".ex", RecordType.CNAME, 9, nameData("n" + (i + 1) + ".ex"));
    }
    assertThat(check(chain)).isInstanceOf(Verdict.ServerFailed.class);
  }

  @Test
  void anotherIdNameTypeOrDirectionIsNotOurs() {
    assertThat(check(good().id(8))).isInstanceOf(Verdict.NotOurs.class);
    assertThat(check(good().flags(0x0100))).isInstanceOf(Verdict.NotOurs.class);
    assertThat(check(good().flags(0x8180 | (4 << 11)))).isInstanceOf(Verdict.NotOurs.class);
    assertThat(check(answering("other.example", RecordType.A))).isInstanceOf(Verdict.NotOurs.class);
    assertThat(check(answering(ASKED, RecordType.AAAA))).isInstanceOf(Verdict.NotOurs.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com", "WWW.EXAMPLE.COM", "wWw.eXample.coM"})
  void anotherCaseIsSuspicious(String name) {
    assertThat(check(answering(name, RecordType.A).answer(name, RecordType.A, 60, V4_DATA)))
        .isInstanceOf(Verdict.CaseChanged.class);
  }

  @Test
  void caseDoesNotMatterWhenWeDidNotMixIt() {
    Sent plain = new Sent(7, "www.example.com", RecordType.A, true, false);
    TestMessage shouting =
        answering("WWW.EXAMPLE.COM", RecordType.A)
            .answer("WWW.EXAMPLE.COM", RecordType.A, 60, V4_DATA);
    assertThat(AnswerCheck.check(plain, shouting.read())).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void aTruncatedAnswerIsFetchedAgain() {
    TestMessage cut = good().flags(TestMessage.RESPONSE | TestMessage.TRUNCATED);
    assertThat(check(cut)).isInstanceOf(Verdict.Truncated.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 9})
  void aServerThatFailsOrRefusesIsNamedSo(int rcode) {
    assertThat(check(good().flags(0x8180 | rcode))).isInstanceOf(Verdict.ServerFailed.class);
  }

  @Test
  void aServerWithoutEdnsIsAskedWithoutIt() {
    assertThat(check(good().flags(0x8181))).isInstanceOf(Verdict.NoEdns.class);
    assertThat(check(good().edns(1))).isInstanceOf(Verdict.NoEdns.class);
    Sent plain = new Sent(7, ASKED, RecordType.A, false, true);
    assertThat(AnswerCheck.check(plain, good().flags(0x8181).read()))
        .isInstanceOf(Verdict.ServerFailed.class);
  }

  @Test
  void absenceIsBelievedAsLongAsTheZoneSays() {
    byte[] soa = hex("00 00 00000001 00000002 00000003 00000004 00093a80");
    Answer nodata = accepted(good().authority("example.com", RecordType.SOA, 604_800, soa));
    assertThat(nodata.nameExists()).isTrue();
    assertThat(nodata.isPositive()).isFalse();
    assertThat(nodata.ttlSeconds()).isEqualTo(3_600);
    Answer nxdomain = accepted(good().flags(0x8183));
    assertThat(nxdomain.nameExists()).isFalse();
    assertThat(nxdomain.ttlSeconds()).isEqualTo(1);
  }

  @Test
  void anAliasWithNothingBehindItIsNoAnswer() {
    Answer answer =
        accepted(good().answer("www.example.com", RecordType.CNAME, 60, nameData("b.example")));
    assertThat(answer.isPositive()).isFalse();
    assertThat(answer.records()).hasSize(1);
  }

  private static TestMessage good() {
    return answering(ASKED, RecordType.A);
  }

  private static Verdict check(TestMessage message) {
    return AnswerCheck.check(SENT, message.read());
  }

  private static Answer accepted(TestMessage message) {
    return switch (check(message)) {
      case Verdict.Accepted(Answer answer) -> answer;
      case Verdict other -> throw new AssertionError(other.toString());
    };
  }
}
