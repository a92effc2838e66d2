package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.service;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static dev.fairlead.core.resolve.RecordType.HTTPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.connect.RaceOptions.Families;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ServiceParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartRuleTest {
  private static final RacePlan PLAN = RacePlan.to("example.com", 443);
  private static final RacePlan WITH_SERVICES =
      PLAN.withServices(RacePlan.Services.https("example.com", 443));
  private static final int NEVER = Integer.MAX_VALUE;

  private enum Answer {
    POSITIVE,
    NEGATIVE,
    ERROR,
    MISSING
  }

  /// What the name system does with one question, and when.
  private record Reply(RecordType type, Answer answer, int at) {
    int answeredAt() {
      return answer == Answer.MISSING ? NEVER : at;
    }

    int usableAt() {
      return answer == Answer.POSITIVE && type != HTTPS ? at : NEVER;
    }
  }

  @Test
  void eachMixOfAnswersStartsExactlyWhenTheRuleSays() {
    int[][] times = {{5, 20, 35}, {5, 35, 20}, {20, 5, 35}, {20, 35, 5}, {35, 5, 20}, {35, 20, 5}};
    int cases = 0;
    for (int[] at : times) {
      for (Answer four : Answer.values()) {
        for (Answer six : Answer.values()) {
          for (Answer services : Answer.values()) {
            var replies =
                List.of(
                    new Reply(A, four, at[0]),
                    new Reply(AAAA, six, at[1]),
                    new Reply(HTTPS, services, at[2]));
            startsWhenTheRuleSays(Families.BY_RULES, replies);
            startsWhenTheRuleSays(Families.IPV4_FIRST, replies);
            cases += 2;
          }
        }
      }
    }
    assertThat(cases).isEqualTo(768);
  }

  private static void startsWhenTheRuleSays(Families families, List<Reply> replies) {
    Reply preferred = replies.get(families == Families.IPV4_FIRST ? 0 : 1);
    int usable = Math.min(replies.get(0).usableAt(), replies.get(1).usableAt());
    int answered = Math.max(preferred.answeredAt(), replies.get(2).answeredAt());
    int expected = usable == NEVER ? NEVER : Math.min(Math.max(usable, answered), usable + 50);

    Transcript race =
        Transcript.of(WITH_SERVICES.withOptions(RaceOptions.DEFAULTS.withFamilies(families)));
    int started = NEVER;
    for (int now = 0; now <= 200 && started == NEVER; now++) {
      race.skip().at(now);
      for (Reply reply : replies) {
        if (reply.at() == now) {
          play(race, reply);
        }
      }
      if (race.taken().stream().anyMatch(effect -> effect.startsWith("start(1"))) {
        started = now;
      }
    }
    assertThat(started).as("%s %s", families, replies).isEqualTo(expected);
  }

  private static void play(Transcript race, Reply reply) {
    switch (reply.answer()) {
      case POSITIVE -> {
        switch (reply.type()) {
          case A -> race.answer(A, V4);
          case AAAA -> race.answer(AAAA, V6);
          default -> race.services(service(1, "."));
        }
      }
      case NEGATIVE -> race.none(reply.type());
      case ERROR -> race.broken(reply.type());
      case MISSING -> {}
    }
  }

  @Test
  void theResolutionDelayBeginsWithTheFirstAnswerNotWithTheQuery() {
    Transcript race = Transcript.of(PLAN).expect("query(AAAA example.com)", "query(A example.com)");
    race.at(1000).answer(A, V4).expect("wakeAt(1050)");
    race.at(1050).expect("start(1, 192.0.2.1:443)");
  }

  @Test
  void anAnswerForIpv6IsNeverStalledByAnIpv4QueryWithoutAnswer() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
    race.at(40).succeeded(1).expect("won(1)", "wakeAt(1040)");
    race.at(1040).expect("stop query(A example.com)").over();
  }

  @Test
  void anIpv6QueryWithoutAnswerCostsTheResolutionDelayAndNoMore() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(A, V4).expect("wakeAt(60)");
    race.at(60).expect("start(1, 192.0.2.1:443)");
  }

  @Test
  void aNegativeAnswerForIpv6EndsTheWaitForIt() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(A, V4).expect("wakeAt(60)");
    race.at(25).none(AAAA).expect("start(1, 192.0.2.1:443)");
  }

  @Test
  void nothingAtAllIsExhaustedWithTheLastAnswer() {
    Transcript race = Transcript.of(WITH_SERVICES).skip();
    race.at(10).none(AAAA).none(HTTPS).expect();
    race.at(20).none(A).expect("exhausted(NO_ADDRESS)").over();
  }

  @Test
  void aTimerThatFiresEarlyIsAskedForAgain() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(A, V4).expect("wakeAt(60)");
    race.at(59).given(new RaceInput.Woke(race.now())).expect("wakeAt(60)");
    race.at(60).expect("start(1, 192.0.2.1:443)");
  }

  @Test
  void onOneFamilyAloneThatFamilyIsPreferredAndTheOtherIsNotAsked() {
    Transcript six = Transcript.of(PLAN.withConnectivity(Connectivity.IPV6));
    six.expect("query(AAAA example.com)");
    six.at(10).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");

    Transcript four = Transcript.of(PLAN.withConnectivity(Connectivity.IPV4));
    four.expect("query(A example.com)");
    four.at(10).answer(A, V4).expect("start(1, 192.0.2.1:443)");
  }

  @Test
  void theUserMayExcludeAFamily() {
    var four = RaceOptions.DEFAULTS.withFamilies(Families.IPV4_ONLY);
    Transcript.of(PLAN.withOptions(four)).expect("query(A example.com)");
    var six = RaceOptions.DEFAULTS.withFamilies(Families.IPV6_ONLY);
    Transcript.of(PLAN.withOptions(six)).expect("query(AAAA example.com)");
  }

  @Test
  void withoutAnyNetworkBothFamiliesAreAskedSinceLocalNamesStillWork() {
    var isolated = new Connectivity(false, false, List.of(), false);
    Transcript race = Transcript.of(PLAN.withConnectivity(isolated));
    race.expect("query(AAAA example.com)", "query(A example.com)");
    race.at(1).answer(AAAA).answer(A, "127.0.0.1").expect("start(1, 127.0.0.1:443)");
  }

  @Test
  void literalsStartAtOnceWithoutAQuestion() {
    Transcript race = Transcript.of(RacePlan.to(Addresses.ips("2001:db8::1", "192.0.2.1"), 80));
    race.expect("start(1, [2001:db8::1]:80)", "wakeAt(250)");
    race.at(100).failed(1).expect("start(2, 192.0.2.1:80)");
    race.at(101).failed(2).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void aLiteralOfAnExcludedFamilyIsNotDialled() {
    var four = RaceOptions.DEFAULTS.withFamilies(Families.IPV4_ONLY);
    Transcript.of(RacePlan.to(Addresses.ips(V6), 80).withOptions(four))
        .expect("skip(2001:db8::1: its family is excluded)", "exhausted(NO_ADDRESS)")
        .over();
  }

  @Test
  void aScopedLiteralKeepsItsScope() {
    var literal = List.of(Addresses.scoped("fe80::1", 3), Addresses.scoped("fe80::1", 4));
    Transcript race = Transcript.of(RacePlan.to(literal, 80));
    race.expect("start(1, [fe80::1%3]:80)", "wakeAt(250)");
    race.at(250).expect("start(2, [fe80::1%4]:80)");
  }

  @Test
  void reliedOnServiceRecordsAreWaitedForHoweverLongTheyTake() {
    var required =
        new RacePlan.Services(Question.https("example.com", 443), List.of("http/1.1"), true);
    Transcript race = Transcript.of(PLAN.withServices(required)).skip();
    race.at(10).answer(AAAA, V6).answer(A, V4).expect();
    race.at(900).services(service(1, ".", ServiceParameters.NONE.withEch("AEX+")));
    race.expect("start(1, [2001:db8::1]:443)", "wakeAt(1150)");

    Transcript broken = Transcript.of(PLAN.withServices(required)).skip();
    broken.at(10).answer(AAAA, V6).expect();
    broken.at(20).broken(HTTPS);
    broken.expect("stop query(A example.com)", "exhausted(SERVICE_LOOKUP_FAILED)").over();
  }
}
