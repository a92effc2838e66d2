package dev.fairlead.testkit;

import dev.fairlead.testkit.time.Turns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// A queue between the threads of a world: who takes from it waits in the world's time. Bounded by
/// nothing but what the test puts in.
///
/// @param <T> what is in it
public final class SimQueue<T> {
  private final Turns turns;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ArrayDeque<Thread> takers = new ArrayDeque<>();

  SimQueue(Turns turns) {
    this.turns = turns;
  }

  /// Puts one in; never waits.
  public void put(T item) {
    items.add(item);
    Thread taker = takers.poll();
    if (taker != null) {
      turns.waiter().unpark(taker);
    }
  }

  /// Takes the first, waiting for one as long as it takes.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits
  public T take() throws InterruptedException {
    while (true) {
      T item = items.poll();
      if (item != null) {
        return item;
      }
      await(-1);
    }
  }

  /// Takes the first, waiting for one so long at most; empty when none came.
  ///
  /// @throws InterruptedException when the thread is interrupted while it waits
  public Optional<T> poll(Duration limit) throws InterruptedException {
    long until = turns.now() + limit.toNanos();
    while (items.isEmpty() && turns.now() < until) {
      await(until - turns.now());
    }
    return Optional.ofNullable(items.poll());
  }

  private void await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while it waited for a queue");
    }
    takers.add(Thread.currentThread());
    if (nanos < 0) {
      turns.waiter().park(this);
    } else {
      turns.waiter().parkNanos(this, nanos);
    }
    takers.remove(Thread.currentThread());
  }

  /// How many are in it.
  public int size() {
    return items.size();
  }

  @Override
  public String toString() {
    return "queue of " + items.size();
  }
}
