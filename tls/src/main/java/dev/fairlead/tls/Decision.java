package dev.fairlead.tls;

import dev.fairlead.engine.spi.Waiter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for what a program decides, on a thread that may block, no longer than the handshake does.
final class Decision<T extends @Nullable Object> {
  private final Waiter waiter;
  private final Thread asker = Thread.currentThread();
  private volatile boolean done;
  private volatile @Nullable T value;
  private volatile @Nullable Throwable problem;

  private Decision(Waiter waiter) {
    this.waiter = waiter;
  }

  /// Calls back and waits for the value of the stage.
  ///
  /// @throws CompletionException with the call-back's or the stage's own failure
  /// @throws GivenUp when the handshake ended first or the thread was interrupted
  static <T extends @Nullable Object> @Nullable T await(
      Supplier<? extends CompletionStage<? extends T>> callBack, TlsAttempt attempt, Waiter waiter)
      throws GivenUp {
    CompletionStage<? extends T> stage = begun(callBack);
    Decision<T> decision = new Decision<>(waiter);
    stage.whenComplete(decision::settle);
    attempt.onCancel(() -> waiter.unpark(decision.asker));
    try {
      while (!decision.done) {
        if (attempt.over() || Thread.currentThread().isInterrupted()) {
          giveUp(stage);
        }
        waiter.park(decision);
      }
    } finally {
      attempt.onCancel(null);
    }
    Throwable problem = decision.problem;
    if (problem != null) {
      throw problem instanceof CompletionException known ? known : new CompletionException(problem);
    }
    return decision.value;
  }

  // A program that throws is a program that could not decide.
  private static <T> CompletionStage<? extends T> begun(
      Supplier<? extends CompletionStage<? extends T>> callBack) {
    try {
      return callBack.get();
    } catch (RuntimeException e) {
      throw new CompletionException(e);
    }
  }

  private void settle(@Nullable T result, @Nullable Throwable failure) {
    value = result;
    problem = failure;
    done = true;
    waiter.unpark(asker);
  }

  private static void giveUp(CompletionStage<?> stage) throws GivenUp {
    if (stage instanceof CompletableFuture<?> future) {
      future.cancel(false);
    }
    throw new GivenUp();
  }

  /// The handshake ended before the decision was made.
  static final class GivenUp extends Exception {
    private static final long serialVersionUID = 1L;

    GivenUp() {
      super("the handshake ended before the decision was made");
    }
  }
}
