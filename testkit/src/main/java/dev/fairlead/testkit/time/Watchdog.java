package dev.fairlead.testkit.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Looks, in real time, whether a thread holds the turn without ever handing it over. It counts its
/// own looks instead of asking a clock, so that a process that was stopped for a while, as by a
/// debugger, is not blamed.
final class Watchdog {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Turns turns;
  private final Duration patience;
  private volatile boolean stopped;

  Watchdog(Turns turns, Duration patience) {
    this.turns = turns;
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  void start() {
    if (!patience.isZero()) {
      Thread.ofPlatform().daemon().name("fairlead-world-watchdog").start(this::watch);
    }
  }

  void stop() {
    stopped = true;
  }

  private void watch() {
    long looks = 0;
    long seen = -1;
    while (!stopped) {
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      long switches = turns.switches();
      looks = switches == seen ? looks + 1 : 0;
      seen = switches;
      Participant holder = turns.holder();
      if (looks * LOOK_EVERY.toMillis() >= patience.toMillis() && holder.thread != null) {
        stopped = true;
        turns.breakUp(holder, Situation.stack(holder.thread));
      }
    }
  }
}
