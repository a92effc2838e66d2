package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.ip;
import static dev.fairlead.core.connect.Addresses.ips;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Nat64Test {
  private static final Nat64 WELL_KNOWN = prefix("64:ff9b::", 96);
  private static final Connectivity IPV6_WITH_NAT64 =
      new Connectivity(false, true, List.of(WELL_KNOWN), false);
  private static final Connectivity DISCOVERING = new Connectivity(false, true, List.of(), true);

  private static Nat64 prefix(String address, int length) {
    return new Nat64((Inet6Address) ip(address), length);
  }

  /// The examples of RFC 6052 §2.4.
  @ParameterizedTest
  @CsvSource({
    "2001:db8::, 32, 2001:db8:c000:221::",
    "2001:db8:100::, 40, 2001:db8:1c0:2:21::",
    "2001:db8:122::, 48, 2001:db8:122:c000:2:2100::",
    "2001:db8:122:300::, 56, 2001:db8:122:3c0:0:221::",
    "2001:db8:122:344::, 64, 2001:db8:122:344:c0:2:2100:0",
    "2001:db8:122:344::, 96, 2001:db8:122:344::c000:221",
    "64:ff9b::, 96, 64:ff9b::c000:221"
  })
  void anAddressIsWrittenIntoAPrefixAndReadBack(String prefix, int length, String expected) {
    Nat64 nat64 = prefix(prefix, length);
    InetAddress four = ip("192.0.2.33");
    assertThat(nat64.embed(four)).isEqualTo(ip(expected));
    assertThat(nat64.extract(ip(expected))).isEqualTo(four);
    assertThat(nat64.extract(ip("2001:db8:ffff::1"))).isNull();
    assertThat(nat64.extract(four)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::, 32",
    "2001:db8:100::, 40",
    "2001:db8:122::, 48",
    "2001:db8:122:300::, 56",
    "2001:db8:122:344::, 64",
    "64:ff9b::, 96"
  })
  void aPrefixOfEachLengthIsDiscovered(String prefix, int length) {
    Nat64 nat64 = prefix(prefix, length);
    assertThat(
            Nat64.discover(List.of(nat64.embed(ip("192.0.0.170")), nat64.embed(ip("192.0.0.171")))))
        .containsExactly(nat64);
  }

  @Test
  void anAnswerWithoutTheWellKnownAddressesRevealsNothing() {
    assertThat(Nat64.discover(ips("2001:db8::1", "192.0.0.170"))).isEmpty();
  }

  @Test
  void aPrefixThatItselfContainsAWellKnownAddressIsFound() {
    Nat64 tricky = prefix("2001:db8:c000:aa::", 96);
    var answer = List.of(tricky.embed(ip("192.0.0.170")), tricky.embed(ip("192.0.0.171")));
    assertThat(Nat64.discover(answer)).containsExactly(tricky);
  }

  @Test
  void otherLengthsDoNotExist() {
    assertThatThrownBy(() -> prefix("64:ff9b::", 80))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a NAT64 prefix cannot have 80 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.2.3", "127.0.0.1", "169.254.1.1", "255.255.255.255"})
  void someAddressesAreNeverTranslated(String literal) {
    assertThat(Nat64.isTranslatable(ip(literal))).isFalse();
    Transcript.of(RacePlan.to(ips(literal), 80).withConnectivity(IPV6_WITH_NAT64))
        .expect("start(1, " + literal + ":80)");
  }

  @Test
  void aLiteralIsTranslatedOnANetworkOfIpv6Alone() {
    Transcript.of(RacePlan.to(ips("192.0.2.1"), 80).withConnectivity(IPV6_WITH_NAT64))
        .expect("start(1, [64:ff9b::c000:201]:80)");
  }

  @Test
  void aLiteralWaitsForThePrefixesOfTheNetwork() {
    Transcript race =
        Transcript.of(RacePlan.to(ips("192.0.2.1"), 80).withConnectivity(DISCOVERING));
    race.expect();
    race.at(40).given(new RaceInput.PrefixesLearned(race.now(), List.of(WELL_KNOWN)));
    race.expect("start(1, [64:ff9b::c000:201]:80)");
  }

  @Test
  void aLiteralIsDialledAsItIsWhenTheNetworkHasNoPrefix() {
    Transcript race =
        Transcript.of(RacePlan.to(ips("192.0.2.1"), 80).withConnectivity(DISCOVERING));
    race.at(40).given(new RaceInput.PrefixesLearned(race.now(), List.of()));
    race.expect("start(1, 192.0.2.1:80)");
  }

  @Test
  void aNameWithIpv4AddressesOnlyIsReachedThroughTheTranslator() {
    Transcript race =
        Transcript.of(RacePlan.to("example.com", 80).withConnectivity(IPV6_WITH_NAT64));
    race.expect("query(AAAA example.com)", "query(A example.com)");
    race.at(10).none(AAAA).answer(A, "192.0.2.1").expect("start(1, [64:ff9b::c000:201]:80)");
  }

  @Test
  void aPrefixThatIsLearnedLateBringsTheQuestionForIpv4() {
    Transcript race = Transcript.of(RacePlan.to("example.com", 80).withConnectivity(DISCOVERING));
    race.expect("query(AAAA example.com)");
    race.at(10).none(AAAA).expect();
    race.at(20).given(new RaceInput.PrefixesLearned(race.now(), List.of(WELL_KNOWN)));
    race.expect("query(A example.com)");
    race.at(30).answer(A, "192.0.2.1").expect("start(1, [64:ff9b::c000:201]:80)");
  }

  @Test
  void withoutAPrefixTheRaceIsExhausted() {
    Transcript race =
        Transcript.of(RacePlan.to("example.com", 80).withConnectivity(DISCOVERING)).skip();
    race.at(10).none(AAAA).expect();
    race.at(20).given(new RaceInput.PrefixesLearned(race.now(), List.of()));
    race.expect("exhausted(NO_ADDRESS)").over();
  }

  @Test
  void synthesisedAnswersSortAsIpv4BehindNativeIpv6() {
    Transcript race =
        Transcript.of(RacePlan.to("example.com", 80).withConnectivity(IPV6_WITH_NAT64)).skip();
    race.at(10).answer(AAAA, "64:ff9b::c000:201", "2001:db8::1", "2001:db8::2");
    race.expect("start(1, [2001:db8::1]:80)", "wakeAt(260)");
    race.at(260).expect("start(2, [64:ff9b::c000:201]:80)", "wakeAt(510)");
    race.at(300).answer(A, "192.0.2.1").expect();
    race.at(510).expect("start(3, [2001:db8::2]:80)");
  }

  @Test
  void withAnIpv4RouteASynthesisedAnswerIsDialledAsIpv4() {
    var dual = new Connectivity(true, true, List.of(WELL_KNOWN), false);
    Transcript race = Transcript.of(RacePlan.to("example.com", 80).withConnectivity(dual)).skip();
    race.at(10).answer(AAAA, "64:ff9b::c000:201").expect("start(1, 192.0.2.1:80)");
    race.at(20).answer(A, "192.0.2.1").expect();
    race.at(30).failed(1).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void eachPrefixOfTheNetworkIsAWay() {
    var two =
        new Connectivity(false, true, List.of(WELL_KNOWN, prefix("2001:db8:64::", 96)), false);
    Transcript race = Transcript.of(RacePlan.to(ips("192.0.2.1"), 80).withConnectivity(two));
    race.expect("start(1, [64:ff9b::c000:201]:80)", "wakeAt(250)");
    race.at(250).expect("start(2, [2001:db8:64::c000:201]:80)");
  }
}
