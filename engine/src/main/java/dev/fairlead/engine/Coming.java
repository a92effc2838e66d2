package dev.fairlead.engine;

import dev.fairlead.MessageConnection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The messages of a connection, one after the other, until the peer ends. Used by one thread.
///
/// @param <M> what one message is
final class Coming<M> implements Iterator<M> {
  private final MessageConnection<M> connection;
  private @Nullable M next;
  private boolean ended;

  Coming(MessageConnection<M> connection) {
    this.connection = connection;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = connection.receive();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public M next() {
    M found = hasNext() ? next : null;
    next = null;
    if (found == null) {
      throw new NoSuchElementException("the peer has ended");
    }
    return found;
  }
}
