package dev.fairlead.engine;

import io.netty.channel.EventLoop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the handlers and completions of one connection, one at a time and in order, where the
/// program wants them: on virtual threads, on an executor of its own, or on the event loop. One
/// task of the executor runs all that has gathered.
final class Delivery implements Runnable {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.connection");

  private final Executor executor;
  private final @Nullable EventLoop loop;

  /// Guarded by this.
  private @Nullable ArrayDeque<Runnable> waiting;

  /// Guarded by this.
  private boolean running;

  /// Told when a handler throws, or when there is nothing left that could run one.
  private Consumer<Throwable> onFailure = failure -> {};

  private Delivery(Executor executor, @Nullable EventLoop loop) {
    this.executor = executor;
    this.loop = loop;
  }

  static Delivery on(Executor executor) {
    return new Delivery(executor, null);
  }

  static Delivery onLoop(EventLoop loop) {
    return new Delivery(loop, loop);
  }

  void onFailure(Consumer<Throwable> failed) {
    onFailure = failed;
  }

  /// Whether tasks run on the event loop.
  boolean isOnLoop() {
    return loop != null;
  }

  /// Runs `task` after all that were given before: at once when the caller is on the loop and that
  /// is where tasks run.
  void run(Runnable task) {
    boolean here = loop != null && loop.inEventLoop();
    synchronized (this) {
      if (running) {
        waiting().addLast(task);
        return;
      }
      running = true;
      if (!here) {
        waiting().addLast(task);
      }
    }
    if (here) {
      guarded(task);
      run();
    } else {
      start();
    }
  }

  /// Runs what has gathered. Called by the executor.
  @Override
  public void run() {
    for (Runnable next = next(); next != null; next = next()) {
      guarded(next);
    }
  }

  private void start() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException refused) {
      // Whoever waits for a completion must not wait for ever: the refusing thread runs it.
      LOG.log(Level.WARNING, "the handler executor refuses tasks", refused);
      run();
      onFailure.accept(refused);
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting == null ? null : waiting.pollFirst();
    running = next != null;
    return next;
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "a handler failed", failure);
      onFailure.accept(failure);
    }
  }

  private ArrayDeque<Runnable> waiting() {
    ArrayDeque<Runnable> all = waiting;
    if (all == null) {
      all = new ArrayDeque<>(4);
      waiting = all;
    }
    return all;
  }
}
