package dev.fairlead.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/// Something to clean up when the process is told to end (Ctrl-C, `kill`). The virtual machine then
/// ends with 128 and the number of the signal. A command that ended by itself has cleaned up
/// already and closes this.
final class AtInterrupt implements AutoCloseable {
  private final AtomicBoolean armed = new AtomicBoolean(true);
  private final AtomicBoolean fired = new AtomicBoolean();
  private final Thread hook;

  /// @param work must be short: the process ends after it
  AtInterrupt(Runnable work) {
    hook =
        new Thread(
            () -> {
              if (armed.getAndSet(false)) {
                fired.set(true);
                work.run();
              }
            },
            "fairlead-at-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Whether the process is ending: what breaks then is no news.
  boolean fired() {
    return fired.get();
  }

  @Override
  public void close() {
    // When the process is ending already, removing the hook is refused, and needless.
    if (armed.getAndSet(false)) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        armed.set(false);
      }
    }
  }
}
