package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.core.report.Verdict;
import dev.fairlead.core.report.Verdict.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The round of a Unix socket: there is one way, so there is no race.
final class LoneAttempt implements Round, LiveAttempt.Watcher {
  private final LiveAttempt attempt;
  private final RoundListener to;

  LoneAttempt(LiveAttempt.Setup setup, Endpoint target, RoundListener to) {
    this.attempt = new LiveAttempt(setup, target, this);
    this.to = to;
  }

  void begin() {
    attempt.start();
  }

  @Override
  public void transportReady(LiveAttempt ready) {}

  @Override
  public void succeeded(LiveAttempt ready) {
    to.won(ready.adopt());
  }

  @Override
  public void failed(LiveAttempt it, Failure failure, @Nullable Throwable cause) {
    Verdict verdict = Verdict.of(List.of(failure), List.of());
    to.lost(new RoundLoss(verdict.cause(), verdict.curable(), verdict.summary(), cause));
  }

  @Override
  public void cancel(String why) {
    attempt.cancel(why);
  }

  @Override
  public void tryNext() {
    // There is no other way to a Unix socket.
  }
}
