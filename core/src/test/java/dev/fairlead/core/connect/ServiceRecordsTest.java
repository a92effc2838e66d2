package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V4_B;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.V6_B;
import static dev.fairlead.core.connect.Addresses.V6_C;
import static dev.fairlead.core.connect.Addresses.ips;
import static dev.fairlead.core.connect.Addresses.service;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static dev.fairlead.core.resolve.RecordType.HTTPS;
import static dev.fairlead.core.resolve.ServiceParameters.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceRecordsTest {
  private static final RacePlan PLAN =
      RacePlan.to("example.com", 443)
          .withConnectivity(Connectivity.IPV6)
          .withServices(RacePlan.Services.https("example.com", 443))
          .withAlternatives(new Alternative(0, List.of("h2", "http/1.1"), false));

  /// Fails each attempt as it is started and gives the order of all.
  private static List<String> order(Transcript race) {
    var order = new java.util.ArrayList<String>();
    for (int attempt = 1; attempt < 100; attempt++) {
      for (String effect : race.taken()) {
        if (effect.startsWith("start(")) {
          order.add(effect.substring(effect.indexOf(' ') + 1, effect.length() - 1));
        }
      }
      race.failed(attempt);
    }
    return order;
  }

  @Test
  void anAliasIsFollowedAndItsTargetHasTheService() {
    Transcript race = Transcript.of(PLAN);
    race.expect("query(HTTPS example.com)", "query(AAAA example.com)");
    race.at(10).services(service(0, "pool.example.net"));
    race.expect("query(HTTPS pool.example.net)", "query(AAAA pool.example.net)");
    race.at(12).answer(AAAA, V6).expect("wakeAt(62)");
    race.at(20)
        .services("pool.example.net", service("pool.example.net", 1, ".", NONE.withPort(8443)))
        .expect();
    race.at(25).answer("pool.example.net", AAAA, V6_B);
    race.expect("start(1, [2001:db8::2]:8443)", "wakeAt(275)");
    race.at(275).expect("start(2, [2001:db8::2]:443)", "wakeAt(525)");
    race.at(525).expect("start(3, [2001:db8::1]:443)");
  }

  @Test
  void anAliasWithoutServicesLeadsToTheAddressesOfItsTarget() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).services(service(0, "pool.example.net")).skip();
    race.answer(AAAA, V6).skip().answer("pool.example.net", AAAA, V6_B).skip();
    race.at(20).services("pool.example.net");
    race.expect("start(1, [2001:db8::2]:443)", "wakeAt(270)");
    race.at(270).expect("start(2, [2001:db8::1]:443)");
  }

  @Test
  void aliasesThatGoInACircleEnd() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).services(service(0, "a.example.net")).skip();
    race.services("a.example.net", service("a.example.net", 0, "b.example.net", NONE)).skip();
    race.services("b.example.net", service("b.example.net", 0, "a.example.net", NONE)).skip();
    race.at(20).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
  }

  @Test
  void anAliasToTheRootSaysThatThereIsNoService() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).services(service(0, ".")).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
  }

  @Test
  void prioritiesComeInOrderAndTheNameItselfLast() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(
            service(2, "second.example.com", NONE.withPort(8002)),
            service(1, "first.example.com", NONE.withPort(8001)))
        .answer(AAAA, V6)
        .answer("second.example.com", AAAA, V6_B)
        .answer("first.example.com", AAAA, V6_C);
    assertThat(order(race))
        .containsExactly("[2001:db8::2]:8002", "[2001:db8::3]:8001", "[2001:db8::1]:443");

    Transcript patient = Transcript.of(PLAN).skip();
    patient
        .answer(AAAA, V6)
        .services(
            service(2, "second.example.com", NONE.withPort(8002)),
            service(1, "first.example.com", NONE.withPort(8001)))
        .skip()
        .answer("first.example.com", AAAA, V6_C)
        .answer("second.example.com", AAAA, V6_B);
    assertThat(order(patient))
        .containsExactly("[2001:db8::3]:8001", "[2001:db8::2]:8002", "[2001:db8::1]:443");
  }

  @Test
  void theAddressOfTheNameDoesNotOutrunTheAddressOfTheService() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).services(service(1, "alt.example.com")).skip();
    race.at(11).answer(AAAA, V6).expect("wakeAt(61)");
    race.at(30).answer("alt.example.com", AAAA, V6_B);
    race.expect("start(1, [2001:db8::2]:443)", "wakeAt(280)");
    race.at(280).expect("start(2, [2001:db8::1]:443)");
  }

  @Test
  void anEndpointThatSpeaksNothingOfOursIsNeverDialled() {
    Transcript race = Transcript.of(PLAN).skip();
    var onlyH3 = NONE.withAlpn("h3").withNoDefaultAlpn();
    race.services(service(1, "quic.example.com", onlyH3.withHints(ips(V6_B))));
    race.expect("skip(service quic.example.com: it speaks none of [h2, http/1.1])");
    race.answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
  }

  @Test
  void norIsItDialledByTheAddressesOfTheNameItself() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(service(1, ".", NONE.withAlpn("h3").withNoDefaultAlpn())).skip();
    race.answer(AAAA, V6).expect("exhausted(NO_ADDRESS)").over();
  }

  @Test
  void theDefaultProtocolIsSpokenUnlessExcluded() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(service(1, ".", NONE.withAlpn("h3"))).answer(AAAA, V6);
    race.expect("start(1, [2001:db8::1]:443)");
  }

  @Test
  void aRecordWithAnUnknownMandatoryKeyIsIgnored() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(service(1, "new.example.com", NONE.withMandatory(4711)));
    race.expect("skip(service new.example.com: it has a mandatory key that is not understood)");
    race.answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
    Transcript known = Transcript.of(PLAN).skip();
    known.services(service(1, "new.example.com", NONE.withPort(8443).withMandatory(3)));
    known.expect("query(AAAA new.example.com)");
  }

  @Test
  void hintsOfAnUnavailableFamilyAreNotDialled() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(service(1, ".", NONE.withHints(ips(V4)))).none(AAAA);
    race.expect("skip(192.0.2.1: there is no IPv4 here, and no NAT64)", "exhausted(NO_ADDRESS)");
    race.over();
  }

  @Test
  void addressesSentAlongForATargetAreHints() {
    Transcript race = Transcript.of(PLAN).skip();
    var along = new DnsRecord.Address("alt.example.com", Addresses.ip(V6), 60);
    race.services(service(1, "alt.example.com"), along);
    race.expect("query(AAAA alt.example.com)", "start(1, [2001:db8::1]:443)");
  }

  @Test
  void theOwnerBehindACnameIsTheNameThatWasAskedFor() {
    Transcript race = Transcript.of(PLAN).skip();
    race.services(
            new DnsRecord.Alias("example.com", "cdn.example.net", 60),
            service("cdn.example.net", 1, ".", NONE.withPort(8443)))
        .expect();
    race.answer(AAAA, V6).expect("start(1, [2001:db8::1]:8443)", "wakeAt(250)");
  }

  @Test
  void aPortOfTheEndpointIsAskedForByItsOwnName() {
    assertThat(Question.https("example.com", 8443))
        .isEqualTo(new Question("_8443._https.example.com", HTTPS));
    assertThat(Question.https("example.com", 443)).isEqualTo(new Question("example.com", HTTPS));
  }

  @Test
  void alternativesComeOneAfterTheOtherAndQuicOnlyWhereItIsOffered() {
    RacePlan both =
        PLAN.withConnectivity(Connectivity.DUAL)
            .withAlternatives(
                new Alternative(0, List.of("h3"), true),
                new Alternative(1, List.of("h2", "http/1.1"), false));
    Transcript race = Transcript.of(both).skip();
    race.services(service(1, ".", NONE.withAlpn("h3", "h2"))).answer(A, V4).answer(AAAA, V6);
    assertThat(order(race))
        .containsExactly(
            "[2001:db8::1]:443",
            "192.0.2.1:443",
            "[2001:db8::1]:443 alternative 1",
            "192.0.2.1:443 alternative 1");
    Transcript plain = Transcript.of(both).skip();
    plain.services().answer(A, V4_B).answer(AAAA, V6_B);
    assertThat(order(plain))
        .containsExactly("[2001:db8::2]:443 alternative 1", "192.0.2.2:443 alternative 1");
  }

  @Test
  void equalPrioritiesAreShuffledUniformlyAndAlikeWithinARace() {
    Random seeds = new Random(42);
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i < 6000; i++) {
      Answers answers = Answers.NONE;
      for (int target = 1; target <= 3; target++) {
        String name = "t" + target + ".example.com";
        answers = answers.with(answered("example.com", HTTPS, service(1, name)), 64);
        var address = new DnsRecord.Address(name, Addresses.ip("2001:db8::" + target), 60);
        answers = answers.with(answered(name, AAAA, address), 64);
      }
      Lineup lineup = Lineup.of(PLAN.withSeed(seeds.nextLong()), answers, List.of());
      counts.merge(lineup.candidates().stream().map(Candidate::name).toList(), 1, Integer::sum);
    }
    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(1000, within(130)));
  }

  private static RaceInput.Answered answered(String name, RecordType type, DnsRecord record) {
    return new RaceInput.Answered(0, new Question(name, type), List.of(record));
  }
}
