package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndsTest {
  private static final RacePlan PLAN = RacePlan.to("example.com", 443);

  @Test
  void aWinCancelsTheOthersAndKeepsAskingForASecond() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6).skip();
    race.at(100).some("example.com", A, V4).skip();
    race.at(260).skip();
    race.at(300).succeeded(2).expect("won(2)", "cancel(1)", "wakeAt(1300)");
    race.at(1300).expect("stop query(A example.com)").over();
  }

  @Test
  void anAnswerThatComesAfterAWinEndsTheWaitForIt() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(10).answer(AAAA, V6).skip();
    race.at(30).succeeded(1).expect("won(1)", "wakeAt(1030)");
    race.at(400).answer(A, V4).over();
    race.at(1030).over();
  }

  @Test
  void cancellingWhileNamesAreAskedStopsTheQuestions() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(5).given(new RaceInput.Cancelled(race.now()));
    race.expect("stop query(AAAA example.com)", "stop query(A example.com)").over();
  }

  @Test
  void cancellingWhileAttemptsRunClosesThem() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(5).answer(AAAA, V6).skip().some("example.com", A, V4).skip();
    race.at(255).skip();
    race.at(256).given(new RaceInput.Cancelled(race.now()));
    race.expect("cancel(1)", "cancel(2)", "stop query(A example.com)").over();
  }

  @Test
  void cancellingAfterAWinStopsTheQuestionsThatLinger() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(5).answer(AAAA, V6).skip();
    race.at(30).succeeded(1).expect("won(1)", "wakeAt(1030)");
    race.at(40).given(new RaceInput.Cancelled(race.now()));
    race.expect("stop query(A example.com)").over();
  }

  @Test
  void theDeadlineClosesEverythingAndSaysSo() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(5).answer(AAAA, V6).skip();
    race.at(30_000).given(new RaceInput.DeadlinePassed(race.now()));
    race.expect("cancel(1)", "stop query(A example.com)", "exhausted(DEADLINE)").over();
  }

  @Test
  void whoComesToTheLineAfterTheRaceIsClosed() {
    Transcript won = Transcript.of(PLAN).skip();
    won.at(5).answer(A).skip().answer(AAAA, V6).skip();
    won.at(30).succeeded(1).expect("won(1)");
    won.at(31).succeeded(2).expect("cancel(2)").over();

    Transcript cancelled = Transcript.of(PLAN).skip();
    cancelled.at(5).answer(A).skip().answer(AAAA, V6).skip();
    cancelled.given(new RaceInput.Cancelled(cancelled.now())).expect("cancel(1)");
    cancelled.at(31).succeeded(1).expect("cancel(1)").over();
  }

  @Test
  void theRaceIsNotExhaustedWhileAQuestionIsOpen() {
    Transcript race = Transcript.of(PLAN).skip();
    race.at(5).answer(AAAA, V6).skip();
    race.at(10).failed(1).expect();
    race.at(5000).broken(A).expect("exhausted(ALL_FAILED)").over();
  }

  @Test
  void aRaceThatIsOverBeforeItBeganDoesNothing() {
    RaceState idle = HappyEyeballs.begin(PLAN);
    RaceState cancelled = HappyEyeballs.step(idle, new RaceInput.Cancelled(0)).state();
    Step late = HappyEyeballs.step(cancelled, new RaceInput.Started(1));
    assertThat(late.effects()).isEmpty();
    assertThat(late.state().isOver()).isTrue();
  }
}
