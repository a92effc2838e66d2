package dev.fairlead.engine;

import dev.fairlead.StreamConnection;
import dev.fairlead.StreamHandler;
import org.jspecify.annotations.Nullable;

/// The handler that a connection's content goes to, if the program set one.
final class Feeds {
  private final Wire wire;
  private final Receiving receiving;
  private final Delivery delivery;

  /// Guarded by this.
  private @Nullable HandlerFeed feed;

  Feeds(Wire wire, Receiving receiving, Delivery delivery) {
    this.wire = wire;
    this.receiving = receiving;
    this.delivery = delivery;
  }

  /// Gives everything from now on to `handler`, instead of the one before.
  void start(StreamConnection connection, StreamHandler handler) {
    HandlerFeed next = new HandlerFeed(connection, handler, wire, receiving, delivery);
    HandlerFeed before;
    synchronized (this) {
      before = feed;
      feed = next;
    }
    if (before != null) {
      before.stop();
    }
    next.start();
  }
}
