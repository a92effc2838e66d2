package dev.fairlead.engine;

import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.Ticker;
import dev.fairlead.engine.spi.Waiter;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The one way in which blocking calls wait: parked in the network's [Waiter], until they are done,
/// interrupted, or out of time. Never on an event loop, which would stall every connection there.
final class Blocking {
  /// A deadline that never comes.
  static final long FOREVER = Long.MAX_VALUE;

  private final Waiter waiter;
  private final Ticker ticker;
  private final EventExecutorGroup loops;

  Blocking(Environment environment, EventExecutorGroup loops) {
    this.waiter = environment.waiter();
    this.ticker = environment.ticker();
    this.loops = loops;
  }

  /// How a wait ended.
  enum End {
    /// What was waited for has happened.
    DONE,
    /// The time is up.
    LATE,
    /// The thread was interrupted; its interrupt status is set.
    INTERRUPTED
  }

  /// A thread that waits, and whether it still has to.
  static class Parked {
    private volatile Thread thread = Thread.currentThread();
    private volatile boolean done;

    /// Makes it ready for another wait of the calling thread.
    final void reset() {
      done = false;
      thread = Thread.currentThread();
    }

    final boolean isDone() {
      return done;
    }
  }

  /// The moment that lies `limit` ahead, by the network's ticker.
  long until(Duration limit) {
    long now = ticker.nanos();
    long nanos;
    try {
      nanos = limit.toNanos();
    } catch (ArithmeticException centuries) {
      return FOREVER;
    }
    long until = now + nanos;
    return nanos >= 0 && until < now ? FOREVER : until;
  }

  /// Ends the wait of `parked`.
  void wake(Parked parked) {
    Thread thread = parked.thread;
    parked.done = true;
    waiter.unpark(thread);
  }

  /// Waits until `parked` is woken. What was waited for stays in force: who gets anything but
  /// `DONE` has to withdraw it.
  End await(Parked parked, long until) {
    refuseLoops();
    while (!parked.done) {
      if (Thread.currentThread().isInterrupted()) {
        return End.INTERRUPTED;
      }
      if (until == FOREVER) {
        waiter.park(this);
        continue;
      }
      long left = until - ticker.nanos();
      if (left <= 0) {
        return End.LATE;
      }
      waiter.parkNanos(this, left);
    }
    return End.DONE;
  }

  /// Waits until `future` is complete, however.
  End await(CompletableFuture<?> future, long until) {
    refuseLoops();
    if (future.isDone()) {
      return End.DONE;
    }
    Parked parked = new Parked();
    var _ = future.whenComplete((value, failure) -> wake(parked));
    return await(parked, until);
  }

  /// Refuses to block an event loop: a stalled loop stalls every connection that lives on it.
  void refuseLoops() {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        throw new IllegalStateException(
            "this call may block, and an event loop must not: use the …Async twin, or run"
                + " handlers on virtual threads (the default) instead of handlersOnLoop()");
      }
    }
  }
}
