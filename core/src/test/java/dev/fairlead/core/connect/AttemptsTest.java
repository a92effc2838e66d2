package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V4_B;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.V6_B;
import static dev.fairlead.core.connect.Addresses.ip;
import static dev.fairlead.core.connect.Addresses.records;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.connect.RaceOptions.Delays;
import dev.fairlead.core.resolve.Question;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final RacePlan PLAN = RacePlan.to("example.com", 443);
  private static final long MS = 1_000_000;

  /// A race of two families with two addresses each, begun at 0.
  private static Transcript race(RacePlan plan) {
    return Transcript.of(plan).skip().answer(A, V4, V4_B).skip().answer(AAAA, V6, V6_B);
  }

  private static RacePlan with(Delays delays) {
    return PLAN.withOptions(RaceOptions.DEFAULTS.withDelays(delays));
  }

  @Test
  void attemptsFollowEachOtherTwoHundredAndFiftyMillisecondsApart() {
    Transcript race = race(PLAN);
    race.expect("start(1, [2001:db8::1]:443)", "wakeAt(250)");
    race.at(250).expect("start(2, 192.0.2.1:443)", "wakeAt(500)");
    race.at(500).expect("start(3, [2001:db8::2]:443)", "wakeAt(750)");
    race.at(750).expect("start(4, 192.0.2.2:443)");
  }

  @Test
  void aSlowFirstAttemptIsNeverAbortedForTheNext() {
    Transcript race = race(PLAN).skip();
    race.at(250).skip().at(500).skip().at(750).skip();
    race.at(900).succeeded(1).expect("won(1)", "cancel(2)", "cancel(3)", "cancel(4)").over();
  }

  @Test
  void aFailureStartsTheNextAtOnce() {
    Transcript race = race(PLAN).skip();
    race.at(20).failed(1).expect("start(2, 192.0.2.1:443)", "wakeAt(270)");
    race.at(30).failed(2).expect("start(3, [2001:db8::2]:443)", "wakeAt(280)");
    race.at(31).failed(3).expect("start(4, 192.0.2.2:443)");
    race.at(32).failed(4).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void theFailureOfAnOlderAttemptLeavesTheNewestItsTimeAlone() {
    Transcript race = race(PLAN).skip();
    race.at(250).expect("start(2, 192.0.2.1:443)", "wakeAt(500)");
    race.at(260).failed(1).expect();
    race.at(500).expect("start(3, [2001:db8::2]:443)", "wakeAt(750)");
  }

  @Test
  void aStormOfRefusalsOnTenAddressesIsOverAtOnce() {
    String[] ten =
        IntStream.rangeClosed(1, 10).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
    Transcript race = Transcript.of(PLAN.withConnectivity(Connectivity.IPV4)).skip();
    race.at(10).answer(A, ten).skip();
    for (int i = 1; i <= 10; i++) {
      race.skip().at(10 + 20 * i).failed(i);
    }
    race.expect("exhausted(ALL_FAILED)").over();
    assertThat(race.now()).isLessThan(1000 * MS);
  }

  @Test
  void anAttemptWhoseTransportIsReadyGetsMoreTimeForItsHandshake() {
    Transcript race = race(PLAN).skip();
    race.at(200).transportReady(1).expect("wakeAt(450)");
    race.at(450).expect("start(2, 192.0.2.1:443)", "wakeAt(700)");
  }

  @Test
  void aMiddleboxThatAcceptsAndNeverFinishesTlsDoesNotWin() {
    Transcript race = race(PLAN).skip();
    race.at(5).transportReady(1).expect("wakeAt(255)");
    race.at(255).expect("start(2, 192.0.2.1:443)", "wakeAt(505)");
    race.at(260).transportReady(2).expect("wakeAt(510)");
    race.at(290).succeeded(2).expect("won(2)", "cancel(1)").over();
  }

  @Test
  void onlyTheNewestAttemptExtendsTheTimer() {
    Transcript race = race(PLAN).skip();
    race.at(250).expect("start(2, 192.0.2.1:443)", "wakeAt(500)");
    race.at(300).transportReady(1).expect();
    race.at(500).expect("start(3, [2001:db8::2]:443)", "wakeAt(750)");
  }

  @Test
  void delaysThatTheDraftForbidsAreBroughtIntoItsBounds() {
    Delays fast = Delays.DEFAULTS.withAttemptMinNanos(0).withAttemptNanos(1);
    race(with(fast)).expect("start(1, [2001:db8::1]:443)", "wakeAt(10)");
    Delays impatient = Delays.DEFAULTS.withAttemptNanos(1);
    race(with(impatient)).expect("start(1, [2001:db8::1]:443)", "wakeAt(100)");
    Delays slow = Delays.DEFAULTS.withAttemptNanos(60_000 * MS);
    race(with(slow)).expect("start(1, [2001:db8::1]:443)", "wakeAt(2000)");
  }

  @Test
  void aKnownRoundTripShortensTheDelayWithinTheMinimum() {
    race(PLAN, 50).expect("start(1, [2001:db8::1]:443)", "wakeAt(150)");
    race(PLAN, 5).expect("start(1, [2001:db8::1]:443)", "wakeAt(100)");
    race(PLAN, 400).expect("start(1, [2001:db8::1]:443)", "wakeAt(250)");
  }

  private static Transcript race(RacePlan plan, long rttMillis) {
    var known =
        new Destination(ip(V6), Source.UNKNOWN, new Experience(rttMillis * MS, true, false));
    return Transcript.of(plan)
        .skip()
        .given(
            new RaceInput.Answered(
                0,
                new Question("example.com", AAAA),
                records("example.com", V6, V6_B),
                false,
                List.of(known)));
  }

  @Test
  void withoutRacingTheNextAttemptWaitsForTheFailureOfTheOneBefore() {
    Transcript race = race(PLAN.withOptions(RaceOptions.DEFAULTS.withRacing(false)));
    race.expect("start(1, [2001:db8::1]:443)");
    race.at(5000).failed(1).expect("start(2, 192.0.2.1:443)");
    race.at(9000).succeeded(2).expect("won(2)").over();
  }

  @Test
  void twoOfTheFirstFamilyComeFirstIfTheUserSaysSo() {
    Transcript race = race(PLAN.withOptions(RaceOptions.DEFAULTS.withFirstFamilyCount(2)));
    race.expect("start(1, [2001:db8::1]:443)", "wakeAt(250)");
    race.at(250).expect("start(2, [2001:db8::2]:443)", "wakeAt(500)");
    race.at(500).expect("start(3, 192.0.2.1:443)", "wakeAt(750)");
    race.at(750).expect("start(4, 192.0.2.2:443)");
  }

  @Test
  void theUsersWishForTheNextEndpointGivesUpTheNewestAttempt() {
    Transcript race = race(PLAN).skip();
    race.at(30).given(new RaceInput.NextRequested(race.now()));
    race.expect("cancel(1)", "start(2, 192.0.2.1:443)", "wakeAt(280)");
    race.at(40).succeeded(1).expect("cancel(1)");
    race.at(50).failed(2).expect("start(3, [2001:db8::2]:443)", "wakeAt(300)");
  }

  @Test
  void theUsersWishAfterTheLastEndpointEndsTheRace() {
    Transcript race = Transcript.of(RacePlan.to(List.of(ip(V4)), 80)).skip();
    race.at(30).given(new RaceInput.NextRequested(race.now()));
    race.expect("cancel(1)", "exhausted(ALL_FAILED)").over();
  }

  @Test
  void attemptsEndAtTheirLimitAndTheReportSaysSo() {
    Transcript race = race(PLAN.withOptions(RaceOptions.DEFAULTS.withLimits(2, 64))).skip();
    race.at(250)
        .expect(
            "start(2, 192.0.2.1:443)",
            "skip([2001:db8::2]:443: attempts are limited to 2)",
            "skip(192.0.2.2:443: attempts are limited to 2)");
    race.at(300).failed(2).expect();
    race.at(400).failed(1).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void addressesOfANameEndAtTheirLimit() {
    Transcript race =
        Transcript.of(PLAN.withOptions(RaceOptions.DEFAULTS.withLimits(64, 1))).skip();
    race.at(1)
        .answer(AAAA, V6, V6_B)
        .expect(
            "skip(more AAAA records of example.com: 1 are considered)",
            "start(1, [2001:db8::1]:443)")
        .answer(A, V4, V4_B)
        .expect("skip(more A records of example.com: 1 are considered)", "wakeAt(251)");
    race.at(251).expect("start(2, 192.0.2.1:443)");
    race.at(260).failed(1).failed(2).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void anAddressThatComesWhenAnAttemptIsOverdueIsTriedAtOnce() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6).expect("start(1, [2001:db8::1]:443)");
    race.at(400).answer(A, V4).expect("start(2, 192.0.2.1:443)");
  }

  @Test
  void theTimesHoldOnAClockThatIsAboutToOverflow() {
    long base = Long.MAX_VALUE - 100 * MS;
    RaceState state = HappyEyeballs.begin(RacePlan.to(List.of(ip(V6), ip(V4)), 80));
    Step first = HappyEyeballs.step(state, new RaceInput.Started(base));
    assertThat(first.effects()).contains(new RaceEffect.WakeAt(base + 250 * MS));
    Step early = HappyEyeballs.step(first.state(), new RaceInput.Woke(base + 249 * MS));
    assertThat(early.effects()).containsExactly(new RaceEffect.WakeAt(base + 250 * MS));
    Step second = HappyEyeballs.step(early.state(), new RaceInput.Woke(base + 250 * MS));
    assertThat(second.effects()).first().isInstanceOf(RaceEffect.Start.class);
  }
}
