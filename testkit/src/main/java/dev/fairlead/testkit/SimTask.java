package dev.fairlead.testkit;

import dev.fairlead.engine.spi.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work of a test on a thread of its world.
public final class SimTask {
  private final String name;
  private final Waiter waiter;
  private final List<Thread> joiners = new ArrayList<>();
  private boolean done;
  private boolean joined;
  private @Nullable Throwable failure;

  SimTask(String name, Waiter waiter) {
    this.name = name;
    this.waiter = waiter;
  }

  /// What a task does.
  @FunctionalInterface
  public interface Work {
    /// Does it.
    void run() throws Exception;
  }

  /// Its name, for messages.
  public String name() {
    return name;
  }

  /// Whether it has ended, however.
  public boolean isDone() {
    return done;
  }

  /// Waits, in the world's time, until it has ended.
  ///
  /// @throws AssertionError with what it failed with as the cause, when it did
  public void join() {
    while (!done) {
      joiners.add(Thread.currentThread());
      waiter.park(this);
    }
    joined = true;
    if (failure != null) {
      throw new AssertionError("\"" + name + "\" failed: " + failure, failure);
    }
  }

  void run(Work work) {
    try {
      work.run();
    } catch (Exception | AssertionError thrown) {
      failure = thrown;
    } finally {
      done = true;
      joiners.forEach(waiter::unpark);
    }
  }

  /// What it failed with, unless somebody has been told.
  @Nullable Throwable untold() {
    return joined ? null : failure;
  }

  @Override
  public String toString() {
    return "task " + name;
  }
}
