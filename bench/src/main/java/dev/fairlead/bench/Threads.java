package dev.fairlead.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Runs something on a thread of a chosen kind and waits for it.
final class Threads {
  private Threads() {}

  static long onVirtual(Callable<Long> work) throws Exception {
    FutureTask<Long> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get();
  }
}
