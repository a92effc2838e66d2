package dev.fairlead.core.connect;

import dev.fairlead.core.connect.Attempt.Progress;
import dev.fairlead.core.connect.RaceEffect.Reason;
import dev.fairlead.core.connect.RaceState.Live;
import dev.fairlead.core.connect.Standings.Clock;
import dev.fairlead.core.resolve.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The scratch pad for one step of an undecided race: it starts from the standings, takes what the
/// input says, does what the rules then ask for, and is read off as the next state and effects.
/// It lives no longer than the step.
final class Turn {

  private final long begunAt;
  private final long now;
  private final Set<RaceEffect.Skip> skipped;
  private final List<RaceEffect> effects = new ArrayList<>();
  private RacePlan plan;
  private Answers answers;
  private List<Candidate> lineup;
  private List<Attempt> attempts;
  private long firstUsable;
  private long nextAttempt;
  private long wake;

  Turn(Standings standings, long now) {
    this.begunAt = standings.begunAt();
    this.now = now - begunAt;
    this.plan = standings.plan();
    this.answers = standings.answers();
    this.lineup = standings.lineup();
    this.attempts = standings.attempts();
    this.skipped = new LinkedHashSet<>(standings.skipped());
    this.firstUsable = standings.clock().firstUsable();
    this.nextAttempt = standings.clock().nextAttempt();
    this.wake = standings.clock().wake();
  }

  static Turn begin(RacePlan plan, long now) {
    return new Turn(
        new Standings(plan, now, Answers.NONE, List.of(), List.of(), Clock.NONE, Set.of()), now);
  }

  /// Asks first what the race cannot do without, then goes on as after any input.
  Step first() {
    return reconsidered();
  }

  /// Something was learned from the name system.
  Step learned(UnaryOperator<Answers> lesson) {
    Answers before = answers;
    answers = lesson.apply(before);
    // Most inputs only end a question; the list is built anew when there is something new in it.
    return before.hasSameRecords(answers) ? proceed() : reconsidered();
  }

  /// Prefix discovery has ended.
  Step prefixes(List<Nat64> prefixes) {
    Connectivity old = plan.connectivity();
    plan = plan.withConnectivity(new Connectivity(old.ipv4(), old.ipv6(), prefixes, false));
    return reconsidered();
  }

  private Step reconsidered() {
    askAll();
    Lineup built = Lineup.of(plan, answers, attempts);
    lineup = built.candidates();
    built.skips().forEach(this::skip);
    if (attempts.isEmpty()) {
      firstUsable = lineup.isEmpty() ? -1 : firstUsable < 0 ? now : firstUsable;
    }
    return proceed();
  }

  /// The transport of an attempt is there.
  Step transportReady(int id) {
    Attempt attempt = find(id);
    if (attempt != null && attempt.progress() == Progress.CONNECTING) {
      replace(attempt.as(Progress.HANDSHAKING));
      if (id == attempts.size()) {
        // The draft extends the timer when the newest attempt only lacks its handshake: it will
        // most likely win, and a middlebox that merely accepts delays the next by one more period.
        nextAttempt = Math.max(nextAttempt, now + attemptDelay(attempt.candidate()));
      }
    }
    return proceed();
  }

  /// An attempt ended without success.
  Step failed(int id) {
    Attempt attempt = find(id);
    if (attempt != null && attempt.isRunning()) {
      replace(attempt.as(Progress.FAILED));
      if (id == attempts.size()) {
        nextAttempt = now;
      }
    }
    return proceed();
  }

  /// The user wants the next endpoint.
  Step nextRequested() {
    for (Attempt attempt : attempts.reversed()) {
      if (attempt.isRunning()) {
        replace(attempt.as(Progress.GIVEN_UP));
        effects.add(new RaceEffect.Cancel(attempt.id()));
        break;
      }
    }
    nextAttempt = now;
    return proceed();
  }

  /// The timer fired; if it fired early, it is asked for again.
  Step woke() {
    wake = -1;
    return proceed();
  }

  /// An attempt brought the whole stack up.
  Step succeeded(int id) {
    Attempt winner = find(id);
    if (winner == null || !winner.isRunning()) {
      // It was given up in the meantime; nobody else would close it.
      effects.add(new RaceEffect.Cancel(id));
      return proceed();
    }
    effects.add(new RaceEffect.Adopt(id));
    cancelRunning(id);
    List<Question> open = answers.open();
    long lingerUntil = begunAt + now + plan.options().delays().lingerNanos();
    if (!open.isEmpty()) {
      effects.add(new RaceEffect.WakeAt(lingerUntil));
    }
    return new Step(new RaceState.Won(id, open, lingerUntil), effects);
  }

  /// Nobody wants the result any more.
  Step cancelled() {
    cancelRunning(0);
    stopAsking();
    return new Step(new RaceState.Cancelled(), effects);
  }

  /// The race ends without a winner.
  Step giveUp(Reason reason) {
    cancelRunning(0);
    stopAsking();
    effects.add(new RaceEffect.GiveUp(reason));
    return new Step(new RaceState.Exhausted(reason), effects);
  }

  private Step proceed() {
    if (isServiceRequired() && answers.isServiceFailed()) {
      return giveUp(Reason.SERVICE_LOOKUP_FAILED);
    }
    Candidate next = nextCandidate();
    if (next != null && isDue()) {
      start(next);
      next = nextCandidate();
    }
    if (next == null && runningCount() == 0 && !canStillLearn()) {
      return giveUp(attempts.isEmpty() ? Reason.NO_ADDRESS : Reason.ALL_FAILED);
    }
    askToWake(next != null);
    Standings standings =
        new Standings(
            plan,
            begunAt,
            answers,
            lineup,
            attempts,
            new Clock(firstUsable, nextAttempt, wake),
            skipped);
    Live live =
        attempts.isEmpty() ? new RaceState.Resolving(standings) : new RaceState.Racing(standings);
    return new Step(live, effects);
  }

  private boolean isDue() {
    if (attempts.isEmpty()) {
      return StartRule.allows(plan, answers, now - firstUsable);
    }
    return plan.options().racing() ? now >= nextAttempt : runningCount() == 0;
  }

  private void start(Candidate candidate) {
    int id = attempts.size() + 1;
    attempts = with(attempts, new Attempt(id, candidate, Progress.CONNECTING));
    effects.add(new RaceEffect.Start(id, candidate));
    nextAttempt = now + attemptDelay(candidate);
  }

  /// The best candidate that was not tried, or null.
  private @Nullable Candidate nextCandidate() {
    int max = plan.options().attemptsMax();
    for (Candidate candidate : lineup) {
      if (isTried(candidate)) {
        continue;
      }
      if (attempts.size() < max) {
        return candidate;
      }
      skip(new RaceEffect.Skip(candidate.toString(), "attempts are limited to " + max));
    }
    return null;
  }

  private boolean isTried(Candidate candidate) {
    for (Attempt attempt : attempts) {
      if (Lineup.isSamePlace(attempt.candidate(), candidate)) {
        return true;
      }
    }
    return false;
  }

  private long attemptDelay(Candidate candidate) {
    RaceOptions.Delays delays = plan.options().delays();
    Experience experience = answers.known(candidate.address()).experience();
    if (!experience.hasRtt()) {
      return delays.attemptNanos();
    }
    // RFC 8305 §5 lets history set the delay. Three times what a connection took before is late
    // enough to mean that something was lost; the setting itself stays the upper bound.
    long expected = 3 * Math.min(experience.rttNanos(), delays.attemptNanos());
    return Math.clamp(expected, delays.attemptMinNanos(), delays.attemptNanos());
  }

  private void askToWake(boolean hasNext) {
    long wanted = -1;
    if (hasNext && attempts.isEmpty()) {
      wanted =
          StartRule.waitsForService(plan, answers)
              ? -1
              : firstUsable + plan.options().delays().resolutionNanos();
    } else if (hasNext && plan.options().racing()) {
      wanted = nextAttempt;
    }
    if (wanted >= 0 && wanted != wake) {
      wake = wanted;
      effects.add(new RaceEffect.WakeAt(begunAt + wanted));
    }
  }

  private void askAll() {
    for (Question question : Targets.questions(plan, answers)) {
      if (!answers.questions().containsKey(question)) {
        answers = answers.asking(question);
        effects.add(new RaceEffect.Ask(question));
      }
    }
  }

  private boolean canStillLearn() {
    if (attempts.size() >= plan.options().attemptsMax()) {
      return false;
    }
    // On a network of IPv6 alone a prefix would make IPv4 addresses useful.
    return !answers.isComplete() || (plan.reach().discovering() && !plan.reach().ipv4());
  }

  private boolean isServiceRequired() {
    return plan.services() != null && plan.services().required();
  }

  private void skip(RaceEffect.Skip skip) {
    if (!skipped.contains(skip)) {
      skipped.add(skip);
      effects.add(skip);
    }
  }

  private void stopAsking() {
    answers.open().forEach(each -> effects.add(new RaceEffect.StopAsking(each)));
  }

  private void cancelRunning(int except) {
    for (Attempt attempt : attempts) {
      if (attempt.isRunning() && attempt.id() != except) {
        effects.add(new RaceEffect.Cancel(attempt.id()));
      }
    }
  }

  private long runningCount() {
    return attempts.stream().filter(Attempt::isRunning).count();
  }

  private @Nullable Attempt find(int id) {
    return id >= 1 && id <= attempts.size() ? attempts.get(id - 1) : null;
  }

  private void replace(Attempt attempt) {
    List<Attempt> next = new ArrayList<>(attempts);
    next.set(attempt.id() - 1, attempt);
    attempts = next;
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> next = new ArrayList<>(list);
    next.add(more);
    return next;
  }
}
