package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.core.connect.Candidate;
import dev.fairlead.core.connect.HappyEyeballs;
import dev.fairlead.core.connect.RaceEffect;
import dev.fairlead.core.connect.RaceInput;
import dev.fairlead.core.connect.RaceState;
import dev.fairlead.core.connect.Step;
import dev.fairlead.core.report.Verdict;
import dev.fairlead.core.report.Verdict.Failure;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.NameSource;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Drives the machine [HappyEyeballs]: feeds it what happens and does what it returns. It owns the
/// attempts, the questions and the one timer of a race, and leaves none of them behind, however it
/// ends. Runs on the order's loop.
final class Race implements Round, LiveAttempt.Watcher {
  private final Site site;
  private final RoundListener to;
  private final Inquiries inquiries;
  private final Trace trace;
  private final Map<Integer, LiveAttempt> attempts = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Queue<RaceInput> inputs = new ArrayDeque<>();
  private RaceState state;
  private boolean stepping;
  private String whyCancelled = "another address was faster";
  private long steppedAtNanos;
  private long startLagNanos;
  private @Nullable Throwable lastCause;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable InetAddress winner;

  /// What the listener is to hear once all effects are done.
  private @Nullable Runnable outcome;

  /// What a race uses.
  record Site(
      LiveAttempt.Setup setup,
      NameSource names,
      Caches caches,
      Knowledge knowledge,
      dev.fairlead.Path path) {}

  Race(Site site, Endpoint endpoint, RoundListener to) {
    this.site = site;
    this.to = to;
    Plans.Planned planned = Plans.of(site, endpoint);
    this.state = HappyEyeballs.begin(planned.plan());
    this.inquiries = new Inquiries(site, planned.discovers(), this::feed);
    this.trace = new Trace(order().ledger().id() + " race", now());
  }

  void begin() {
    feed(new RaceInput.Started(now()));
    inquiries.discoverPrefixes();
  }

  /// Takes one input and everything that follows from it. What an effect brings about at once, such
  /// as an attempt that fails while it starts, waits until the effects before it are done.
  private void feed(RaceInput input) {
    inputs.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    RaceInput next = inputs.poll();
    while (next != null) {
      Step step = HappyEyeballs.step(state, next);
      trace.step(next.now(), next, step.effects());
      state = step.state();
      steppedAtNanos = next.now();
      startLagNanos = 0;
      step.effects().forEach(this::perform);
      next = inputs.poll();
    }
    stepping = false;
    if (state.isOver()) {
      stopTimer();
      inquiries.stop();
    }
    if (outcome != null) {
      // Last: whoever hears it may well end this round.
      Runnable tell = outcome;
      outcome = null;
      tell.run();
    }
  }

  private void perform(RaceEffect effect) {
    switch (effect) {
      case RaceEffect.Ask(var question) -> inquiries.ask(question);
      case RaceEffect.StopAsking(var question) -> inquiries.stop(question);
      case RaceEffect.Start(int attempt, Candidate candidate) -> start(attempt, candidate);
      case RaceEffect.Cancel(int attempt) -> cancel(attempt);
      case RaceEffect.WakeAt(long at) -> wakeAt(at);
      case RaceEffect.Adopt(int attempt) -> adopt(attempt);
      case RaceEffect.GiveUp(RaceEffect.Reason reason) -> giveUp(reason);
      case RaceEffect.Skip(String what, String why) -> order().ledger().skipped(what, why);
    }
  }

  private void start(int number, Candidate candidate) {
    Endpoint target = Endpoint.of(candidate.address(), candidate.port());
    LiveAttempt attempt = new LiveAttempt(site.setup(), target, this);
    attempts.put(number, attempt);
    attempt.start();
    // In a cold program opening the first socket may take longer than a round trip. The head start
    // of an attempt counts from when its packet left, or the next one would win without merit.
    startLagNanos = now() - steppedAtNanos;
  }

  private void cancel(int number) {
    LiveAttempt attempt = attempts.remove(number);
    if (attempt == null) {
      return;
    }
    // Nothing came back for longer than another one needed: perhaps a black hole.
    boolean silent = attempt.transportNanos() < 0 && winner != null;
    if (silent && attempt.runningNanos() > TimeUnit.MILLISECONDS.toNanos(200)) {
      site.knowledge().missed(address(attempt), false);
    }
    attempt.cancel(whyCancelled);
  }

  private void wakeAt(long at) {
    stopTimer();
    long delay = Math.max(0, at - now() + startLagNanos);
    timer =
        order().loop().schedule(() -> feed(new RaceInput.Woke(now())), delay, TimeUnit.NANOSECONDS);
  }

  private void adopt(int number) {
    LiveAttempt attempt = attempts.remove(number);
    if (attempt == null) {
      throw new AssertionError("attempt " + number + " won and is not there");
    }
    winner = address(attempt);
    site.knowledge().connected(winner, attempt.transportNanos());
    Carrier carrier = attempt.adopt();
    outcome = () -> to.won(carrier);
  }

  private void giveUp(RaceEffect.Reason reason) {
    Verdict verdict = Verdict.of(failures, inquiries.failures());
    boolean lookup = reason == RaceEffect.Reason.SERVICE_LOOKUP_FAILED;
    Throwable underlying = failures.size() == 1 ? lastCause : null;
    RoundLoss loss =
        lookup
            ? new RoundLoss(
                FailureCause.RESOLVER_FAILED,
                true,
                "the service records, which must be obeyed, could not be had",
                null)
            : new RoundLoss(verdict.cause(), verdict.curable(), verdict.summary(), underlying);
    outcome = () -> to.lost(loss);
  }

  @Override
  public void transportReady(LiveAttempt attempt) {
    feed(new RaceInput.TransportReady(now(), number(attempt)));
  }

  @Override
  public void succeeded(LiveAttempt attempt) {
    feed(new RaceInput.Succeeded(now(), number(attempt)));
  }

  @Override
  public void failed(LiveAttempt attempt, Failure failure, @Nullable Throwable cause) {
    failures.add(failure);
    lastCause = cause;
    if (failure.cause() == FailureCause.NO_ANSWER) {
      site.knowledge().missed(address(attempt), true);
    }
    int number = number(attempt);
    attempts.remove(number);
    feed(new RaceInput.Failed(now(), number));
  }

  @Override
  public void cancel(String why) {
    whyCancelled = why;
    feed(new RaceInput.Cancelled(now()));
  }

  @Override
  public void tryNext() {
    if (winner != null) {
      order().ledger().leaveBehind(winner);
    } else {
      whyCancelled = "the program asked for the next address";
      feed(new RaceInput.NextRequested(now()));
      whyCancelled = "another address was faster";
    }
  }

  private int number(LiveAttempt attempt) {
    for (Map.Entry<Integer, LiveAttempt> each : attempts.entrySet()) {
      if (each.getValue() == attempt) {
        return each.getKey();
      }
    }
    throw new AssertionError("an attempt reports that does not run");
  }

  private static InetAddress address(LiveAttempt attempt) {
    return ((Endpoint.Address) attempt.target()).address();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private ConnectOrder order() {
    return site.setup().order();
  }

  private long now() {
    return site.setup().site().environment().ticker().nanos();
  }
}
