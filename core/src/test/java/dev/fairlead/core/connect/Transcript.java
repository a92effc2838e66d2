package dev.fairlead.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.ArrayList;
import java.util.List;

/// Plays a race in virtual time and compares each effect with what the test expects, in order and
/// to the millisecond. Timers fire by themselves when the time is moved on.
final class Transcript {
  static final String HOST = "example.com";

  private final List<String> effects = new ArrayList<>();
  private RaceState state;
  private long now;
  private long wake = Long.MAX_VALUE;

  private Transcript(RacePlan plan) {
    this.state = HappyEyeballs.begin(plan);
  }

  /// A race that has begun at 0.
  static Transcript of(RacePlan plan) {
    return new Transcript(plan).given(new RaceInput.Started(0));
  }

  /// Moves on to this time. Whatever happened before it and was not expected fails the test.
  Transcript at(long millis) {
    long until = millis * 1_000_000;
    done();
    while (wake <= until) {
      done();
      now = wake;
      wake = Long.MAX_VALUE;
      take(new RaceInput.Woke(now));
    }
    if (now < until) {
      done();
    }
    now = until;
    return this;
  }

  /// Gives an input; its own time is that of the transcript.
  Transcript given(RaceInput input) {
    take(input);
    return this;
  }

  /// Everything for a question about addresses comes at once.
  Transcript answer(RecordType type, String... addresses) {
    return answer(HOST, type, addresses);
  }

  /// The same for another name.
  Transcript answer(String name, RecordType type, String... addresses) {
    some(name, type, addresses);
    return given(new RaceInput.Finished(now, new Question(name, type)));
  }

  /// A part of an answer comes.
  Transcript some(String name, RecordType type, String... addresses) {
    return given(
        new RaceInput.Answered(now, new Question(name, type), Addresses.records(name, addresses)));
  }

  /// Everything for the question about services comes at once.
  Transcript services(DnsRecord... records) {
    return services(HOST, records);
  }

  /// The same for another name.
  Transcript services(String name, DnsRecord... records) {
    Question question = new Question(name, RecordType.HTTPS);
    return given(new RaceInput.Answered(now, question, List.of(records)))
        .given(new RaceInput.Finished(now, question));
  }

  /// There is nothing for a question.
  Transcript none(RecordType type) {
    return given(new RaceInput.Finished(now, new Question(HOST, type)));
  }

  /// A question cannot be answered.
  Transcript broken(RecordType type) {
    return given(new RaceInput.LookupFailed(now, new Question(HOST, type)));
  }

  Transcript succeeded(int attempt) {
    return given(new RaceInput.Succeeded(now, attempt));
  }

  Transcript failed(int attempt) {
    return given(new RaceInput.Failed(now, attempt));
  }

  Transcript transportReady(int attempt) {
    return given(new RaceInput.TransportReady(now, attempt));
  }

  /// These effects, in this order, and no others since the last time.
  Transcript expect(String... expected) {
    assertThat(effects).as("at %s ms", Texts.millis(now)).containsExactly(expected);
    effects.clear();
    return this;
  }

  /// Whatever came; for tests that look at something else.
  List<String> taken() {
    List<String> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  /// What came and has not been expected yet does not matter here.
  Transcript skip() {
    effects.clear();
    return this;
  }

  /// Nothing happens any more.
  void over() {
    done();
    assertThat(state.isOver()).as("%s is over", state).isTrue();
  }

  long now() {
    return now;
  }

  RaceState state() {
    return state;
  }

  private void done() {
    assertThat(effects).as("at %s ms nothing else happens", Texts.millis(now)).isEmpty();
  }

  private void take(RaceInput input) {
    Step step = HappyEyeballs.step(state, input);
    state = step.state();
    for (RaceEffect effect : step.effects()) {
      if (effect instanceof RaceEffect.WakeAt(long at)) {
        wake = at;
      }
      effects.add(effect.toString());
    }
  }
}
