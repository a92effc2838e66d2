package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V4_B;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.V6_B;
import static dev.fairlead.core.connect.Addresses.V6_C;
import static dev.fairlead.core.connect.Addresses.ips;
import static dev.fairlead.core.connect.Addresses.records;
import static dev.fairlead.core.connect.Addresses.service;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;

import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ServiceParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateAnswersTest {
  private static final RacePlan PLAN = RacePlan.to("example.com", 443);

  private static RaceInput expired(long millis, RecordType type, String... addresses) {
    var question = new Question("example.com", type);
    var records = records("example.com", addresses);
    return new RaceInput.Answered(millis * 1_000_000, question, records, true, List.of());
  }

  private static RaceInput withdrawn(long millis, RecordType type, String... addresses) {
    var question = new Question("example.com", type);
    return new RaceInput.Withdrawn(millis * 1_000_000, question, records("example.com", addresses));
  }

  @Test
  void anIpv4AddressThatComesLateGoesNextAfterTheFirstIpv6Attempt() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6, V6_B, V6_C).expect("start(1, [2001:db8::1]:443)", "wakeAt(260)");
    race.at(100).answer(A, V4).expect();
    race.at(260).expect("start(2, 192.0.2.1:443)", "wakeAt(510)");
    race.at(510).expect("start(3, [2001:db8::2]:443)", "wakeAt(760)");
  }

  @Test
  void aWithdrawnAddressIsNotStartedButARunningAttemptGoesOn() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(A, V4).skip().answer(AAAA, V6, V6_B).skip();
    race.at(20).given(withdrawn(20, AAAA, V6, V6_B)).expect();
    race.at(260).expect("start(2, 192.0.2.1:443)");
    race.at(300).succeeded(1).expect("won(1)", "cancel(2)").over();
  }

  @Test
  void theOnlyAddressWithdrawnBeforeTheStartIsForgotten() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).some("example.com", A, V4).expect("wakeAt(60)");
    race.at(20).given(withdrawn(20, A, V4)).expect();
    race.at(100).some("example.com", A, V4_B).expect("wakeAt(150)");
    race.at(150).expect("start(1, 192.0.2.2:443)");
  }

  @Test
  void theSameAddressIsNeverTriedTwice() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).some("example.com", AAAA, V6).expect("start(1, [2001:db8::1]:443)");
    race.at(20).given(withdrawn(20, AAAA, V6)).expect();
    race.at(30).answer(AAAA, V6, V6, V6).expect();
    race.at(40).answer(A).expect();
    race.at(50).failed(1).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void aHintThatIsNotConfirmedIsRemoved() {
    Transcript race =
        Transcript.of(PLAN.withServices(RacePlan.Services.https("example.com", 443))).skip();
    var hints = ServiceParameters.NONE.withHints(ips(V6, V6_B, V4));
    race.at(10)
        .services(service(1, ".", hints))
        .expect("start(1, [2001:db8::1]:443)", "wakeAt(260)");
    race.at(20).answer(AAAA, V6).expect();
    race.at(30).none(A).expect();
    race.at(300).failed(1).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void aHintOfAFamilyThatIsNotHereIsNamed() {
    Transcript race =
        Transcript.of(
                PLAN.withServices(RacePlan.Services.https("example.com", 443))
                    .withConnectivity(Connectivity.IPV4))
            .skip();
    var hints = ServiceParameters.NONE.withHints(ips(V6, V4));
    race.at(10)
        .services(service(1, ".", hints))
        .expect("skip(2001:db8::1: there is no IPv6 here)", "start(1, 192.0.2.1:443)");
  }

  @Test
  void aHintStaysWhenTheQuestionThatShouldConfirmItFails() {
    Transcript race =
        Transcript.of(PLAN.withServices(RacePlan.Services.https("example.com", 443))).skip();
    var hints = ServiceParameters.NONE.withHints(ips(V6, V4));
    race.at(10).services(service(1, ".", hints)).skip();
    race.at(20).broken(A).broken(AAAA).expect();
    race.at(260).expect("start(2, 192.0.2.1:443)");
  }

  @Test
  void expiredAnswersStartTheRaceAndFreshOnesJoin() {
    Transcript race = Transcript.of(PLAN).skip();
    race.given(expired(0, AAAA, V6, V6_B)).expect("start(1, [2001:db8::1]:443)", "wakeAt(250)");
    race.at(30).answer(A, V4).answer(AAAA, V6_C).expect();
    race.at(250).expect("start(2, 192.0.2.1:443)", "wakeAt(500)");
    race.at(500).expect("start(3, [2001:db8::3]:443)");
  }

  @Test
  void expiredAnswersStayWhenNoFreshOnesCanBeHad() {
    Transcript race = Transcript.of(PLAN).skip();
    race.given(expired(0, AAAA, V6, V6_B)).skip();
    race.at(30).broken(AAAA).broken(A).expect();
    race.at(250).expect("start(2, [2001:db8::2]:443)");
  }

  @Test
  void aFailureBeforeTheNextAddressIsKnownStartsThatAddressWhenItComes() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
    race.at(20).failed(1).expect();
    race.at(30).answer(A, V4).expect("start(2, 192.0.2.1:443)");
  }
}
