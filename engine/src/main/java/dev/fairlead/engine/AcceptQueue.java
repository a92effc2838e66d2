package dev.fairlead.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ready connections that the program has not taken, and the takers that wait for one: never both.
///
/// @param <C> the connections
final class AcceptQueue<C> {
  /// All below are guarded by this.
  private final ArrayDeque<C> waiting = new ArrayDeque<>();

  private final Line<Taker<C>> takers = new Line<>();
  private @Nullable Consumer<C> consumer;
  private boolean closed;

  /// Somebody who waits for a connection.
  ///
  /// @param <C> the connection
  interface Taker<C> {
    /// This one is yours. Must not block.
    ///
    /// @return false when it has gone meanwhile
    boolean taken(C connection);

    /// There will be none.
    void closed();
  }

  /// Gives out `connection`, or keeps it.
  ///
  /// @return whether it found a place
  boolean offer(C connection) {
    while (true) {
      Taker<C> taker;
      Consumer<C> all;
      synchronized (this) {
        if (closed) {
          return false;
        }
        all = consumer;
        taker = all == null ? takers.poll() : null;
        if (all == null && taker == null) {
          waiting.addLast(connection);
          return true;
        }
      }
      if (all != null) {
        all.accept(connection);
        return true;
      }
      if (taker != null && taker.taken(connection)) {
        return true;
      }
    }
  }

  /// A waiting connection, or `taker` waits for one.
  @Nullable C take(Taker<C> taker) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the listener is closed");
      }
      C first = waiting.pollFirst();
      if (first == null) {
        takers.addLast(taker);
      }
      return first;
    }
  }

  /// Goes without a connection.
  ///
  /// @return false when it was given one, or told, already
  synchronized boolean withdraw(Taker<C> taker) {
    return takers.remove(taker);
  }

  /// Gives all connections to `next` from now on; null to keep them again.
  void consumer(@Nullable Consumer<C> next) {
    List<C> all;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the listener is closed");
      }
      consumer = next;
      all = next == null ? List.of() : new ArrayList<>(waiting);
      if (next != null) {
        waiting.clear();
      }
    }
    if (next != null) {
      all.forEach(next);
    }
  }

  synchronized int length() {
    return waiting.size();
  }

  /// Tells all takers, and hands back what nobody took.
  List<C> close() {
    List<Taker<C>> told;
    List<C> rest;
    synchronized (this) {
      closed = true;
      consumer = null;
      told = takers.drain();
      rest = new ArrayList<>(waiting);
      waiting.clear();
    }
    told.forEach(Taker::closed);
    return rest;
  }
}
