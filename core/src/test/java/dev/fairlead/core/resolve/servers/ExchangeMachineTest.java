package dev.fairlead.core.resolve.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.servers.Exchange.Effect;
import dev.fairlead.core.resolve.servers.Exchange.Input;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Transcripts: times in milliseconds, effects as short words.
class ExchangeMachineTest {
  private static final long MS = 1_000_000L;
  private static final Answer ANSWER =
      new Answer(new Question("example.com", RecordType.A), List.of(), true, 60);
  private static final Verdict GOOD = new Verdict.Accepted(ANSWER);
  private static final Verdict SERVFAIL = new Verdict.ServerFailed(2, "SERVFAIL");

  private Exchange state = ExchangeMachine.of(plan(1));

  @Test
  void oneServerThatAnswers() {
    begin().gives("send 0 to 0 udp edns case", "wake 1000");
    judged(20, 0, GOOD).gives("drop 0", "learn 0 ANSWERED", "answer by 0");
    woke(1000).gives();
  }

  @Test
  void aSilentServerIsOvertakenAfterOneSecondAndMayStillAnswer() {
    state = ExchangeMachine.of(plan(2));
    begin().gives("send 0 to 0 udp edns case", "wake 1000");
    woke(1000).gives("send 1 to 1 udp edns case", "wake 2000");
    judged(1500, 0, GOOD).gives("drop 0", "drop 1", "learn 0 ANSWERED", "answer by 0");
  }

  @Test
  void theServerThatWasOvertakenIsRemembered() {
    state = ExchangeMachine.of(plan(2));
    begin();
    woke(1000);
    judged(1010, 1, GOOD)
        .gives("drop 0", "learn 0 SILENT", "drop 1", "learn 1 ANSWERED", "answer by 1");
  }

  @Test
  void aDeadNetworkIsGivenUpAfterBothRounds() {
    begin().gives("send 0 to 0 udp edns case", "wake 1000");
    woke(1000).gives("send 1 to 0 udp edns case", "wake 5000");
    woke(5000).gives("drop 0", "learn 0 SILENT", "wake 6000");
    woke(6000)
        .gives("drop 1", "learn 0 SILENT", "fail 0: no answer in 5.0 s; 0: no answer in 5.0 s");
  }

  @Test
  void aRefusedPortAsksTheNextServerAtOnce() {
    state = ExchangeMachine.of(plan(2));
    begin();
    step(new Input.Broke(0, "refused", MS))
        .gives("drop 0", "send 1 to 1 udp edns case", "wake 1001");
    judged(2, 1, SERVFAIL).gives("drop 1", "fail 0: refused; 1: SERVFAIL");
  }

  @Test
  void aServerThatFailedIsNotAskedAgain() {
    state = ExchangeMachine.of(plan(2));
    begin();
    judged(5, 0, SERVFAIL).gives("drop 0", "send 1 to 1 udp edns case", "wake 1005");
    woke(1005).gives("send 2 to 1 udp edns case", "wake 5005");
  }

  @Test
  void aTruncatedAnswerIsFetchedOverTcp() {
    begin();
    judged(5, 0, new Verdict.Truncated()).gives("drop 0", "send 1 to 0 tcp edns case", "wake 1000");
    judged(9, 1, GOOD).gives("drop 1", "learn 0 ANSWERED", "answer by 1");
  }

  @Test
  void aServerThatChangesCaseIsProvenOverTcp() {
    begin();
    judged(5, 0, new Verdict.CaseChanged())
        .gives("drop 0", "send 1 to 0 tcp edns case", "wake 1000");
    judged(9, 1, new Verdict.CaseChanged())
        .gives("learn 0 CHANGES_CASE", "drop 1", "send 2 to 0 tcp edns -", "wake 1000");
    judged(12, 2, GOOD).gives("drop 2", "learn 0 ANSWERED", "answer by 2");
  }

  @Test
  void withoutTcpTheCaseIsGivenUp() {
    begin();
    judged(5, 0, new Verdict.CaseChanged());
    step(new Input.Broke(1, "refused", 9 * MS))
        .gives("drop 1", "send 2 to 0 udp edns -", "wake 1000");
  }

  @Test
  void aForgerWhoGuessesIsLeftBehindOnUdp() {
    begin();
    for (int i = 0; i < 7; i++) {
      judged(i, 0, new Verdict.NotOurs("id")).gives("wake 1000");
    }
    judged(8, 0, new Verdict.NotOurs("id"))
        .gives("drop 0", "send 1 to 0 tcp edns case", "wake 1000");
  }

  @Test
  void aServerWithoutEdnsIsAskedWithoutAndRemembered() {
    begin();
    judged(5, 0, new Verdict.NoEdns())
        .gives("learn 0 TAKES_NO_EDNS", "drop 0", "send 1 to 0 udp - case", "wake 1000");
  }

  @Test
  void whatIsKnownOfAServerIsUsed() {
    ServerHealth old = ServerHealth.unknown().with(ServerHealth.Fact.TAKES_NO_EDNS, 0);
    ServerHealth clumsy = old.with(ServerHealth.Fact.CHANGES_CASE, 0);
    state = ExchangeMachine.of(new ExchangePlan(List.of(0), List.of(clumsy), 2, 5_000 * MS, true));
    begin().gives("send 0 to 0 tcp - -", "wake 1000");
  }

  @Test
  void silentServersComeLastForHalfAMinute() {
    ServerHealth good = ServerHealth.unknown();
    ServerHealth silent = good.with(ServerHealth.Fact.SILENT, 0);
    List<ServerHealth> three = List.of(silent, good, good);
    assertThat(ServerHealth.order(three, 0, 29_999 * MS)).containsExactly(1, 2, 0);
    assertThat(ServerHealth.order(three, 2, 29_999 * MS)).containsExactly(2, 1, 0);
    assertThat(ServerHealth.order(three, 0, 30_000 * MS)).containsExactly(0, 1, 2);
  }

  private List<Effect> effects = List.of();

  private ExchangeMachineTest begin() {
    return step(new Input.Began(0));
  }

  private ExchangeMachineTest woke(long at) {
    return step(new Input.Woke(at * MS));
  }

  private ExchangeMachineTest judged(long at, int sending, Verdict verdict) {
    return step(new Input.Judged(sending, verdict, at * MS));
  }

  private ExchangeMachineTest step(Input input) {
    Exchange.Step step = ExchangeMachine.step(state, input);
    state = step.state();
    effects = step.effects();
    return this;
  }

  private void gives(String... expected) {
    List<String> words = new ArrayList<>();
    for (Effect effect : effects) {
      words.add(word(effect));
    }
    assertThat(words).containsExactly(expected);
  }

  private static String word(Effect effect) {
    return switch (effect) {
      case Effect.Send(Exchange.Sending s) ->
          "send %d to %d %s %s %s"
              .formatted(
                  s.number(),
                  s.server(),
                  s.manner().protocol() == Exchange.Protocol.UDP ? "udp" : "tcp",
                  s.manner().edns() ? "edns" : "-",
                  s.manner().mixesCase() ? "case" : "-");
      case Effect.Drop drop -> "drop " + drop.sending();
      case Effect.WakeAt wake -> "wake " + wake.nanos() / MS;
      case Effect.Learn learn -> "learn " + learn.server() + " " + learn.fact();
      case Effect.Deliver deliver -> "answer by " + deliver.from().number();
      case Effect.Fail fail ->
          "fail "
              + String.join(
                  "; ", fail.troubles().stream().map(t -> t.server() + ": " + t.what()).toList());
    };
  }

  private static ExchangePlan plan(int servers) {
    List<Integer> order = new ArrayList<>();
    List<ServerHealth> health = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      order.add(i);
      health.add(ServerHealth.unknown());
    }
    return new ExchangePlan(order, health, 2, 5_000 * MS, false);
  }
}
