package dev.fairlead.engine;

import dev.fairlead.ConnectionState;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/// A safety net: a connection that the program has forgotten while it was open is aborted, with a
/// warning, for nobody could close it any more. Its thread belongs to the runtime's garbage
/// collection, not to a network, so it asks no environment.
final class Forgotten implements Runnable {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.connection");
  private static final Cleaner CLEANER = Cleaner.create();

  private final StreamParts parts;
  private final Cleaner.Cleanable watch;
  private volatile boolean released;

  private Forgotten(Front connection, StreamParts parts) {
    this.parts = parts;
    this.watch = CLEANER.register(connection, this);
  }

  /// Watches `connection`, of which `parts` must know nothing.
  static Forgotten watch(Front connection, StreamParts parts) {
    return new Forgotten(connection, parts);
  }

  /// There is nothing to watch any more: what is watched stays in memory until it is found.
  void release() {
    released = true;
    watch.clean();
  }

  @Override
  public void run() {
    if (released) {
      return;
    }
    ConnectionState state = parts.life().state();
    if (state.isFinal()) {
      parts.wire().discard(parts.site().losses().closedHere());
      return;
    }
    if (parts.life().closeAsked()) {
      // One that closes in good order, which is bounded, or is being aborted needs nobody.
      return;
    }
    if (!(state instanceof ConnectionState.Setup)) {
      LOG.log(
          Level.WARNING,
          "connection {0} with {1} was forgotten without close() or abort(); it is aborted now",
          parts.ledger().id(),
          parts.endpoint());
    }
    parts.life().abort();
  }
}
