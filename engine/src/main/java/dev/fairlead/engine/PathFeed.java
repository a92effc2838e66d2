package dev.fairlead.engine;

import dev.fairlead.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells one handler about paths: one call at a time, and only when the path is another one.
final class PathFeed {
  private final Executor executor;
  private final Supplier<Path> current;
  private final Consumer<Path> handler;

  /// Looks asked for and not yet done; whoever raises it from 0 runs the handler.
  private final AtomicInteger looks = new AtomicInteger();

  /// Touched only by the one run at a time.
  private @Nullable Path told;

  private volatile boolean closed;

  PathFeed(Executor executor, Supplier<Path> current, Consumer<Path> handler) {
    this.executor = executor;
    this.current = current;
    this.handler = handler;
  }

  /// The path may have changed.
  void look() {
    if (!closed && looks.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  void close() {
    closed = true;
  }

  private void run() {
    int seen;
    do {
      seen = looks.get();
      Path now = current.get();
      if (!closed && !now.equals(told)) {
        told = now;
        handler.accept(now);
      }
    } while (looks.addAndGet(-seen) != 0);
  }
}
