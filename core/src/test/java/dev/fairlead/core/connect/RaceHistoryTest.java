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

import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceHistoryTest {
  private static final long MS = 1_000_000;
  private static final long MINUTE = 60_000 * MS;
  private final RaceHistory history = new RaceHistory();

  @Test
  void theRoundTripIsSmoothed() {
    history.connected("home", ip(V6), 100 * MS, 0);
    assertThat(history.recall("home", ip(V6), 1).rttNanos()).isEqualTo(100 * MS);
    history.connected("home", ip(V6), 20 * MS, 1);
    assertThat(history.recall("home", ip(V6), 2).rttNanos()).isEqualTo(80 * MS);
  }

  @Test
  void whatWasLearnedOnOnePathSaysNothingOnAnother() {
    history.connected("home", ip(V6), 100 * MS, 0);
    assertThat(history.recall("train", ip(V6), 0)).isEqualTo(Experience.NONE);
  }

  @Test
  void aPathThatChangedIsForgotten() {
    history.connected("home", ip(V6), MS, 0);
    history.connected("train", ip(V6), MS, 0);
    history.forget("home");
    assertThat(history.recall("home", ip(V6), 0)).isEqualTo(Experience.NONE);
    assertThat(history.recall("train", ip(V6), 0).used()).isTrue();
    history.forgetAll();
    assertThat(history.size()).isZero();
  }

  @Test
  void aBlackHoleIsRememberedForTenMinutes() {
    history.timedOut("home", ip(V6), 0);
    assertThat(history.recall("home", ip(V6), 10 * MINUTE - 1).silent()).isTrue();
    assertThat(history.recall("home", ip(V6), 10 * MINUTE).silent()).isFalse();
    assertThat(history.size()).isZero();
  }

  @Test
  void beingOutrunOnceProvesNothingButThreeTimesInARowDo() {
    history.outrun("home", ip(V6), 0);
    history.outrun("home", ip(V6), 1);
    assertThat(history.recall("home", ip(V6), 2).silent()).isFalse();
    history.outrun("home", ip(V6), 2);
    assertThat(history.recall("home", ip(V6), 3).silent()).isTrue();
    history.connected("home", ip(V6), MS, 3);
    assertThat(history.recall("home", ip(V6), 4)).isEqualTo(new Experience(MS, true, false));
  }

  @Test
  void itIsBoundedAndForgetsWhatWasNotUsedForLongest() {
    RaceHistory small = new RaceHistory(2, 10);
    small.connected("home", ip(V6), MS, 0);
    small.connected("home", ip(V6_B), MS, 1);
    small.recall("home", ip(V6), 2);
    small.connected("home", ip(V4), MS, 3);
    assertThat(small.size()).isEqualTo(2);
    assertThat(small.recall("home", ip(V6_B), 4)).isEqualTo(Experience.NONE);
    assertThat(small.recall("home", ip(V6), 4).used()).isTrue();
  }

  @Test
  void everyTenthRaceOnAPathGoesWithoutIt() {
    for (int race = 1; race <= 40; race++) {
      assertThat(history.guidesNextRace("home")).as("race %s", race).isEqualTo(race % 10 != 0);
    }
    assertThat(history.guidesNextRace("train")).isTrue();
  }

  @Test
  void theLowerRoundTripWinsInsideAFamily() {
    history.connected("home", ip(V6), 90 * MS, 0);
    history.connected("home", ip(V6_B), 10 * MS, 0);
    history.connected("home", ip(V4), 1 * MS, 0);
    Transcript race = Transcript.of(RacePlan.to("example.com", 443)).skip();
    race.given(answer(A, V4)).expect("wakeAt(50)");
    race.given(answer(AAAA, V6, V6_B)).expect("start(1, [2001:db8::2]:443)", "wakeAt(100)");
    race.at(100).expect("start(2, 192.0.2.1:443)", "wakeAt(200)");
  }

  @Test
  void aBlackHoleIsTriedLast() {
    history.timedOut("home", ip(V6), 0);
    history.connected("home", ip(V4_B), 10 * MS, 0);
    Transcript race = Transcript.of(RacePlan.to("example.com", 443)).skip();
    race.given(answer(AAAA, V6)).expect("start(1, [2001:db8::1]:443)");
    Transcript other = Transcript.of(RacePlan.to("example.com", 443)).skip();
    other.given(answer(A, V4, V4_B)).expect("wakeAt(50)");
    other.given(answer(AAAA, V6)).expect("start(1, 192.0.2.2:443)", "wakeAt(100)");
  }

  @Test
  void aRecoveredFirstFamilyIsFoundAgainWithinTenRaces() {
    history.timedOut("home", ip(V6), 0);
    int raceOfReturn = 0;
    for (int race = 1; race <= 10 && raceOfReturn == 0; race++) {
      boolean guided = history.guidesNextRace("home");
      Experience six = guided ? history.recall("home", ip(V6), race) : Experience.NONE;
      if (!six.silent()) {
        raceOfReturn = race;
        history.connected("home", ip(V6), MS, race);
      }
    }
    assertThat(raceOfReturn).isBetween(1, 10);
    assertThat(history.recall("home", ip(V6), 20).silent()).isFalse();
  }

  private RaceInput answer(RecordType type, String... addresses) {
    List<Destination> known =
        Arrays.stream(addresses)
            .map(Addresses::ip)
            .map(it -> new Destination(it, Source.UNKNOWN, history.recall("home", it, 1)))
            .toList();
    return new RaceInput.Answered(
        0, new Question("example.com", type), records("example.com", addresses), false, known);
  }
}
