package dev.fairlead.core.connect;

import dev.fairlead.core.connect.RaceEffect.Reason;
import dev.fairlead.core.connect.RaceInput.Answered;
import dev.fairlead.core.connect.RaceInput.DeadlinePassed;
import dev.fairlead.core.connect.RaceInput.Failed;
import dev.fairlead.core.connect.RaceInput.Finished;
import dev.fairlead.core.connect.RaceInput.LookupFailed;
import dev.fairlead.core.connect.RaceInput.NextRequested;
import dev.fairlead.core.connect.RaceInput.PrefixesLearned;
import dev.fairlead.core.connect.RaceInput.Started;
import dev.fairlead.core.connect.RaceInput.Succeeded;
import dev.fairlead.core.connect.RaceInput.TransportReady;
import dev.fairlead.core.connect.RaceInput.Withdrawn;
import dev.fairlead.core.connect.RaceInput.Woke;
import dev.fairlead.core.connect.RaceState.Cancelled;
import dev.fairlead.core.connect.RaceState.Exhausted;
import dev.fairlead.core.connect.RaceState.Idle;
import dev.fairlead.core.connect.RaceState.Live;
import dev.fairlead.core.connect.RaceState.Racing;
import dev.fairlead.core.connect.RaceState.Resolving;
import dev.fairlead.core.connect.RaceState.Won;
import dev.fairlead.core.resolve.Question;
import java.util.ArrayList;
import java.util.List;

/// Happy Eyeballs version 3: decides which names to ask, which address to try when, and which
/// attempt wins, so that a connection comes about quickly whatever is broken on the way.
///
/// A pure machine: [#step(RaceState, RaceInput)] takes a state and an input that carries the time,
/// and gives the next state and what is to be done. The shell feeds it answers, timers and results
/// of attempts, one at a time.
///
/// ```
/// Idle ── started ──▶ Resolving ── first attempt ──▶ Racing ── succeeded ──▶ Won
///                         │                            │
///                         └──── nothing left to try ───┴──▶ Exhausted
/// ```
///
/// Built after draft-ietf-happy-happyeyeballs-v3-04, in the editor's copy of 2026-07-30. Where the
/// draft is silent:
///
/// - The next attempt is brought forward only by the failure of the *newest* one. When an older one
///   fails meanwhile, the newest keeps its time alone.
/// - "Preferred family answered" is asked of the targets of the service records if there are some,
///   so that an answer for the plain name does not outrun the services.
/// - Alternatives of the stack flatten into one list; the preferred ones come first.
/// - A running attempt is never ended because another begins; only a win, the end of the race or
///   the user's wish for the next endpoint end it.
public final class HappyEyeballs {

  private HappyEyeballs() {}

  /// The state before anything happened.
  public static RaceState begin(RacePlan plan) {
    return new Idle(plan);
  }

  /// Takes one input. Inputs that come too late, such as an answer after a win, change nothing; an
  /// attempt that succeeds too late is cancelled.
  public static Step step(RaceState state, RaceInput input) {
    return switch (new Case(state, input)) {
      case Case(Idle(RacePlan plan), Started(long now)) -> Turn.begin(plan, now).first();
      case Case(Idle _, DeadlinePassed _) -> exhausted(Reason.DEADLINE);
      case Case(Idle _, RaceInput.Cancelled _) -> new Step(new Cancelled(), List.of());

      case Case(Live it, Answered answer) -> {
        int max = it.standings().plan().options().addressesMax();
        yield turn(it, answer).learned(answers -> answers.with(answer, max));
      }
      case Case(Live it, Withdrawn gone) ->
          turn(it, gone).learned(answers -> answers.without(gone.records()));
      case Case(Live it, Finished end) ->
          turn(it, end).learned(answers -> answers.ended(end.question()));
      case Case(Live it, LookupFailed end) ->
          turn(it, end).learned(answers -> answers.failed(end.question()));
      case Case(Live it, PrefixesLearned learned) -> turn(it, learned).prefixes(learned.prefixes());
      case Case(Live it, TransportReady ready) -> turn(it, ready).transportReady(ready.attempt());
      case Case(Live it, Succeeded success) -> turn(it, success).succeeded(success.attempt());
      case Case(Live it, Failed failure) -> turn(it, failure).failed(failure.attempt());
      case Case(Live it, Woke woke) -> turn(it, woke).woke();
      case Case(Racing it, NextRequested wish) -> turn(it, wish).nextRequested();
      case Case(Live it, DeadlinePassed end) -> turn(it, end).giveUp(Reason.DEADLINE);
      case Case(Live it, RaceInput.Cancelled end) -> turn(it, end).cancelled();

      case Case(Won it, Finished(long _, Question question)) -> without(it, question);
      case Case(Won it, LookupFailed(long _, Question question)) -> without(it, question);
      case Case(Won it, Woke(long now)) when now - it.lingerUntil() >= 0 -> stopAsking(it);
      case Case(Won it, Woke _) -> lingerOn(it);
      case Case(Won it, RaceInput.Cancelled _) -> stopAsking(it);
      case Case(Won it, Succeeded(long _, int attempt)) when attempt == it.attempt() -> same(it);

      // Whoever comes to the line after the race is closed: nobody else still knows of it.
      case Case(Won it, Succeeded late) -> closing(it, late);
      case Case(Exhausted it, Succeeded late) -> closing(it, late);
      case Case(Cancelled it, Succeeded late) -> closing(it, late);

      case Case(Idle it, _) -> same(it);
      case Case(Live it, Started _) -> same(it);
      case Case(Resolving it, NextRequested _) -> same(it);
      case Case(Won it, _) -> same(it);
      case Case(Exhausted it, _) -> same(it);
      case Case(Cancelled it, _) -> same(it);
    };
  }

  private static Turn turn(Live live, RaceInput input) {
    return new Turn(live.standings(), input.now());
  }

  private static Step same(RaceState state) {
    return new Step(state, List.of());
  }

  private static Step exhausted(Reason reason) {
    return new Step(new Exhausted(reason), List.of(new RaceEffect.GiveUp(reason)));
  }

  private static Step closing(RaceState state, Succeeded late) {
    return new Step(state, List.of(new RaceEffect.Cancel(late.attempt())));
  }

  private static Step without(Won won, Question question) {
    List<Question> open = new ArrayList<>(won.open());
    open.remove(question);
    return same(new Won(won.attempt(), open, won.lingerUntil()));
  }

  private static Step stopAsking(Won won) {
    List<RaceEffect> effects = new ArrayList<>();
    won.open().forEach(question -> effects.add(new RaceEffect.StopAsking(question)));
    return new Step(new Won(won.attempt(), List.of(), won.lingerUntil()), effects);
  }

  /// A timer that was set for an attempt may still fire; the one for the end is asked for again.
  private static Step lingerOn(Won won) {
    return won.open().isEmpty()
        ? same(won)
        : new Step(won, List.of(new RaceEffect.WakeAt(won.lingerUntil())));
  }

  private record Case(RaceState state, RaceInput input) {}
}
