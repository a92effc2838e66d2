package dev.fairlead.engine;

import java.util.concurrent.atomic.AtomicLong;

/// Everything of a network that is open, so that closing the network ends all of it.
final class Openings {
  private final Roster<Ending> open = new Roster<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean closed;

  /// Something that can be ended at once, without waiting.
  interface Ending {
    /// Ends it; called at most once, from any thread.
    void endNow();
  }

  /// The short name of the next thing that is opened: `C8`.
  String name(char kind) {
    return kind + Long.toString(numbers.incrementAndGet());
  }

  /// Takes note of something that was opened.
  ///
  /// @throws IllegalStateException when the network is closed
  void opened(Ending it) {
    check();
    open.add(it);
    // The network may have been closed between the check and the entry.
    if (closed && open.remove(it)) {
      throw closedAlready();
    }
  }

  /// Forgets what has ended by itself.
  void ended(Ending it) {
    open.remove(it);
  }

  /// Throws when the network is closed.
  void check() {
    if (closed) {
      throw closedAlready();
    }
  }

  /// Ends all that is open; from now on nothing can be opened.
  void close() {
    closed = true;
    for (Ending it : open.all()) {
      if (open.remove(it)) {
        it.endNow();
      }
    }
  }

  private static IllegalStateException closedAlready() {
    return new IllegalStateException("the network is closed");
  }
}
