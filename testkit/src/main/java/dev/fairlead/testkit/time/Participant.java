package dev.fairlead.testkit.time;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A thread that takes turns with the others of its world. But for the marked fields everything is
/// guarded by the [Turns].
final class Participant {
  final String name;

  /// In the order of their making; the thread that made the world has 0.
  final int number;

  /// Set before it can have a turn.
  @Nullable Thread thread;

  State state = State.READY;

  /// Whether its thread is started with its first turn, and not by who asked for it.
  boolean startsByItself;

  /// Whether the next wait ends at once.
  boolean permit;

  /// What it waits for, while it waits.
  @Nullable Object blocker;

  long sinceNanos;
  @Nullable Due alarm;

  /// What its wait ends with, instead of returning.
  @Nullable Error failure;

  /// Whether it is to end, as the world does.
  boolean ending;

  /// It is its turn. Written by who hands over, and by itself.
  private volatile boolean turn;

  /// It was interrupted while it was not its turn. Written by itself.
  private volatile boolean interrupted;

  enum State {
    READY,
    RUNNING,
    WAITING,
    ENDED
  }

  Participant(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /// Gives it the turn.
  void give() {
    Thread known = thread;
    turn = true;
    if (known != null) {
      if (startsByItself) {
        startsByItself = false;
        known.start();
      } else {
        LockSupport.unpark(known);
      }
    }
  }

  /// Waits for its turn, in real time and whatever happens; an interrupt is kept for later.
  void awaitTurn() {
    while (!turn) {
      LockSupport.park(this);
      if (!turn && Thread.currentThread().isInterrupted()) {
        // In this order, so that who looks always sees one of the two.
        interrupted = true;
        boolean unused = Thread.interrupted();
        assert unused;
      }
    }
    turn = false;
    if (interrupted) {
      interrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  boolean isInterrupted() {
    Thread known = thread;
    return interrupted || known != null && known.isInterrupted();
  }
}
