package dev.fairlead.engine;

import dev.fairlead.StreamConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ready connections that the program has not taken, and the takers that wait for one: never both.
final class AcceptQueue {
  /// All below are guarded by this.
  private final ArrayDeque<StreamConnection> waiting = new ArrayDeque<>();

  private final Line<Taker> takers = new Line<>();
  private @Nullable Consumer<StreamConnection> consumer;
  private boolean closed;

  /// Somebody who waits for a connection.
  interface Taker {
    /// This one is yours. Must not block.
    ///
    /// @return false when it has gone meanwhile
    boolean taken(StreamConnection connection);

    /// There will be none.
    void closed();
  }

  /// Gives out `connection`, or keeps it.
  ///
  /// @return whether it found a place
  boolean offer(StreamConnection connection) {
    while (true) {
      Taker taker;
      Consumer<StreamConnection> all;
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
  @Nullable StreamConnection take(Taker taker) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the listener is closed");
      }
      StreamConnection first = waiting.pollFirst();
      if (first == null) {
        takers.addLast(taker);
      }
      return first;
    }
  }

  /// Goes without a connection.
  ///
  /// @return false when it was given one, or told, already
  synchronized boolean withdraw(Taker taker) {
    return takers.remove(taker);
  }

  /// Gives all connections to `next` from now on; null to keep them again.
  void consumer(@Nullable Consumer<StreamConnection> next) {
    List<StreamConnection> all;
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
  List<StreamConnection> close() {
    List<Taker> told;
    List<StreamConnection> rest;
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
