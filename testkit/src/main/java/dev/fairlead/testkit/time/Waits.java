package dev.fairlead.testkit.time;

import dev.fairlead.engine.spi.Waiter;

/// Waits by handing the turn over.
final class Waits implements Waiter {
  private final Turns turns;

  Waits(Turns turns) {
    this.turns = turns;
  }

  @Override
  public void park(Object blocker) {
    turns.wait(blocker, -1);
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    if (nanos > 0) {
      turns.wait(blocker, nanos);
    }
  }

  @Override
  public void unpark(Thread thread) {
    turns.unpark(thread);
  }
}
