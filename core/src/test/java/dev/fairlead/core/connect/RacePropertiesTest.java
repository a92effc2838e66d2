package dev.fairlead.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What holds in every race, whatever the network does. A seeded network answers questions and
/// attempts at random moments with random outcomes.
class RacePropertiesTest {
  private static final long MS = 1_000_000;

  private enum Fate {
    RUNNING,
    WON,
    FAILED,
    CANCELLED
  }

  @Property(tries = 2000)
  void aRaceWithAWorkingAddressIsWonAndLeavesNothingBehind(@ForAll long seed) {
    Run run = new Run(seed, 0.5);
    run.toTheEnd();
    run.holds();
    if (run.succeeded) {
      assertThat(run.fates.values()).containsOnlyOnce(Fate.WON);
    }
  }

  @Property(tries = 2000)
  void aRaceWhoseAttemptsAllFailIsAlwaysExhausted(@ForAll long seed) {
    Run run = new Run(seed, 0);
    run.toTheEnd();
    run.holds();
    assertThat(run.state).isInstanceOf(RaceState.Exhausted.class);
    assertThat(run.fates.values()).doesNotContain(Fate.WON, Fate.RUNNING);
  }

  @Property(tries = 2000)
  void aRaceThatIsCancelledAnywhereLeavesNothingBehind(
      @ForAll long seed, @ForAll @IntRange(max = 60) int inputs) {
    Run run = new Run(seed, 0.3);
    for (int i = 0; i < inputs && !run.events.isEmpty(); i++) {
      run.next();
    }
    run.take(new RaceInput.Cancelled(run.now));
    run.holds();
    assertThat(run.state.isOver()).isTrue();
    assertThat(run.open).isEmpty();
    assertThat(run.fates.values()).doesNotContain(Fate.RUNNING);
  }

  @Property(tries = 500)
  void theSameInputsGiveTheSameRace(@ForAll long seed) {
    Run one = new Run(seed, 0.3);
    Run other = new Run(seed, 0.3);
    one.toTheEnd();
    other.toTheEnd();
    assertThat(one.log).isEqualTo(other.log);
  }

  /// One race against a random network.
  private static final class Run {
    final List<String> log = new ArrayList<>();
    final Map<Integer, Fate> fates = new HashMap<>();
    final Set<Candidate> tried = new HashSet<>();
    final Set<Question> open = new HashSet<>();
    final List<RaceInput> events = new ArrayList<>();
    private final Random random;
    private final double chanceOfSuccess;
    RaceState state;
    boolean succeeded;
    long now;
    private long lastStart;

    Run(long seed, double chanceOfSuccess) {
      this.random = new Random(seed);
      this.chanceOfSuccess = chanceOfSuccess;
      RacePlan plan = RacePlan.to("example.com", 443).withSeed(seed);
      if (random.nextBoolean()) {
        plan = plan.withServices(RacePlan.Services.https("example.com", 443));
      }
      plan = plan.withOptions(RaceOptions.DEFAULTS.withRacing(random.nextInt(4) > 0));
      state = HappyEyeballs.begin(plan);
      take(new RaceInput.Started(0));
    }

    void toTheEnd() {
      for (int steps = 0; !state.isOver(); steps++) {
        assertThat(events).as("the race waits for something: %s", log).isNotEmpty();
        assertThat(steps).as("the race ends: %s", log).isLessThan(1000);
        next();
      }
    }

    /// Gives the earliest event.
    void next() {
      RaceInput earliest = events.getFirst();
      for (RaceInput event : events) {
        if (event.now() < earliest.now()) {
          earliest = event;
        }
      }
      events.remove(earliest);
      now = earliest.now();
      take(earliest);
    }

    void holds() {
      assertThat(fates.values().stream().filter(it -> it == Fate.WON).count())
          .isLessThanOrEqualTo(1);
      if (state.isOver()) {
        assertThat(fates.values()).doesNotContain(Fate.RUNNING);
      }
    }

    void take(RaceInput input) {
      log.add(now / MS + " " + input);
      note(input);
      Step step = HappyEyeballs.step(state, input);
      state = step.state();
      for (RaceEffect effect : step.effects()) {
        log.add(now / MS + "   " + effect);
        follow(effect);
      }
    }

    private void note(RaceInput input) {
      switch (input) {
        case RaceInput.Finished(long _, Question question) -> open.remove(question);
        case RaceInput.LookupFailed(long _, Question question) -> open.remove(question);
        case RaceInput.Failed(long _, int attempt) ->
            fates.replace(attempt, Fate.RUNNING, Fate.FAILED);
        case RaceInput.Succeeded(long _, int attempt) ->
            succeeded |= fates.get(attempt) == Fate.RUNNING;
        default -> {}
      }
    }

    private void follow(RaceEffect effect) {
      switch (effect) {
        case RaceEffect.Ask(Question question) -> answerLater(question);
        case RaceEffect.StopAsking(Question question) -> assertThat(open.remove(question)).isTrue();
        case RaceEffect.Start(int attempt, Candidate candidate) -> start(attempt, candidate);
        case RaceEffect.Cancel(int attempt) -> fates.replace(attempt, Fate.RUNNING, Fate.CANCELLED);
        case RaceEffect.Adopt(int attempt) -> {
          assertThat(fates.put(attempt, Fate.WON)).isEqualTo(Fate.RUNNING);
        }
        case RaceEffect.WakeAt(long at) -> events.add(new RaceInput.Woke(at));
        case RaceEffect.GiveUp _, RaceEffect.Skip _ -> {}
      }
    }

    private void start(int attempt, Candidate candidate) {
      assertThat(fates.put(attempt, Fate.RUNNING)).as("a new number").isNull();
      assertThat(tried.add(candidate)).as("%s is new: %s", candidate, log).isTrue();
      if (fates.get(attempt - 1) == Fate.RUNNING) {
        assertThat(now - lastStart).as("paced: %s", log).isGreaterThanOrEqualTo(100 * MS);
      }
      lastStart = now;
      if (random.nextBoolean()) {
        events.add(new RaceInput.TransportReady(later(400), attempt));
      }
      boolean works = random.nextDouble() < chanceOfSuccess;
      events.add(
          works
              ? new RaceInput.Succeeded(later(3000), attempt)
              : new RaceInput.Failed(later(10_000), attempt));
    }

    private void answerLater(Question question) {
      assertThat(open.add(question)).as("asked once").isTrue();
      long at = later(300);
      int addresses = question.type().isService() ? 0 : random.nextInt(4);
      String prefix = question.type() == RecordType.A ? "192.0.2." : "2001:db8::";
      for (int i = 0; i < addresses; i++) {
        String address = prefix + (1 + random.nextInt(5));
        boolean expired = random.nextInt(4) == 0;
        var records = Addresses.records(question.name(), address);
        events.add(
            new RaceInput.Answered(
                now + random.nextLong(at - now + 1), question, records, expired, List.of()));
        if (random.nextInt(6) == 0) {
          events.add(new RaceInput.Withdrawn(at, question, records));
        }
      }
      events.add(
          random.nextInt(5) == 0
              ? new RaceInput.LookupFailed(at, question)
              : new RaceInput.Finished(at, question));
    }

    private long later(int millis) {
      return now + random.nextInt(millis) * MS + random.nextInt(1000);
    }
  }
}
