package dev.fairlead.tls;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Runs the engine's long tasks off the loop, and tells the loop when none runs any more. Used on
/// the loop.
final class Offload implements Executor {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");

  private final Executor blocking;
  private final EventLoop loop;
  private final Runnable idle;
  private int running;

  Offload(Executor blocking, EventLoop loop, Runnable idle) {
    this.blocking = blocking;
    this.loop = loop;
    this.idle = idle;
  }

  /// Whether a task runs whose outcome the engine waits for.
  boolean busy() {
    return running > 0;
  }

  @Override
  public void execute(Runnable task) {
    running++;
    blocking.execute(
        () -> {
          try {
            task.run();
          } finally {
            tell();
          }
        });
  }

  private void tell() {
    try {
      loop.execute(this::finished);
    } catch (RejectedExecutionException e) {
      // The network is closed: the loop has ended, and with it whoever waited for the task.
      LOG.log(System.Logger.Level.DEBUG, "a task of TLS outlived its loop", e);
    }
  }

  private void finished() {
    running--;
    if (running == 0) {
      idle.run();
    }
  }
}
