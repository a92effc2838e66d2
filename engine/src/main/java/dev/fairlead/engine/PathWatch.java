package dev.fairlead.engine;

import dev.fairlead.ConnectionState;
import dev.fairlead.Path;
import dev.fairlead.Preferences;
import dev.fairlead.engine.spi.InterfaceSource.Watch;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The network as one connection sees it.
final class PathWatch {
  private final RealPaths paths;
  private final Preferences preferences;
  private final Delivery delivery;
  private final ConnectionLife life;

  /// Guarded by this.
  private @Nullable PathFeed feed;

  /// Guarded by this.
  private @Nullable Watch watch;

  PathWatch(RealPaths paths, Preferences preferences, Delivery delivery, ConnectionLife life) {
    this.paths = paths;
    this.preferences = preferences;
    this.delivery = delivery;
    this.life = life;
  }

  /// The path now; empty before the connection started and after its end.
  Optional<Path> current() {
    ConnectionState now = life.state();
    return now instanceof ConnectionState.Setup || now.isFinal()
        ? Optional.empty()
        : Optional.of(paths.current(preferences));
  }

  /// Tells `handler` the path now and whenever it is another one, until the connection ends.
  void tell(Consumer<Path> handler) {
    PathFeed next = new PathFeed(delivery::run, () -> paths.current(preferences), handler);
    Watch nextWatch = paths.onAnyChange(next::look);
    boolean first;
    synchronized (this) {
      first = feed == null;
      stop();
      feed = next;
      watch = nextWatch;
    }
    next.look();
    if (first) {
      life.whenOver(this::stop);
    }
  }

  private synchronized void stop() {
    if (feed != null) {
      feed.close();
    }
    if (watch != null) {
      watch.close();
    }
  }
}
