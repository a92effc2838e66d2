package dev.fairlead.engine;

import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageConnection;
import dev.fairlead.MessageHandler;
import dev.fairlead.NetworkException;
import dev.fairlead.engine.MessageReceiving.Found;
import org.jspecify.annotations.Nullable;

/// Gives what comes to the program's [MessageHandler], one call at a time. On the loop no call
/// happens while the outbox is full, so that what a handler sends in answer stays bounded though a
/// loop cannot wait.
///
/// @param <M> what one message is
final class MessageFeed<M> implements Inbox.Receiver, Outbox.Sender {
  private final MessageConnection<M> connection;
  private final MessageHandler<M> handler;
  private final MessageReceiving<M> messages;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Delivery delivery;

  /// One object for all deliveries.
  private final Runnable delivering = this::deliver;

  private volatile int least = 1;
  private volatile boolean stopped;

  MessageFeed(
      MessageConnection<M> connection,
      MessageHandler<M> handler,
      MessageReceiving<M> messages,
      Outbox outbox,
      Delivery delivery) {
    this.connection = connection;
    this.handler = handler;
    this.messages = messages;
    this.inbox = messages.inbox();
    this.outbox = outbox;
    this.delivery = delivery;
  }

  void start() {
    if (inbox.enter(this)) {
      granted();
    }
  }

  /// Makes no more calls.
  void stop() {
    stopped = true;
    inbox.withdraw(this, null);
  }

  @Override
  public int least() {
    return least;
  }

  @Override
  public void granted() {
    delivery.run(delivering);
  }

  @Override
  public void finished(Inbox.Ending ending) {
    delivery.run(() -> tellEnd(ending.broken()));
  }

  private void tellEnd(@Nullable NetworkException broken) {
    if (stopped) {
      return;
    }
    if (broken != null) {
      handler.lost(connection, broken);
      return;
    }
    try {
      Found<M> rest = messages.last();
      if (rest != null) {
        tell(rest);
      }
      handler.ended(connection);
    } catch (MalformedMessageException malformed) {
      handler.malformed(connection, malformed);
    } catch (NetworkException inside) {
      handler.lost(connection, inside);
    }
  }

  private void tell(Found<M> found) {
    handler.received(connection, new dev.fairlead.Message<>(found.content(), found.context()));
  }

  private void deliver() {
    boolean turn = true;
    while (turn) {
      if (stopped) {
        inbox.leave(0, null);
        return;
      }
      Found<M> found;
      try {
        found = messages.next();
      } catch (MalformedMessageException malformed) {
        handler.malformed(connection, malformed);
        if (messages.isOutOfStep()) {
          waitForEnd();
          return;
        }
        turn = inbox.enter(this);
        continue;
      }
      if (found == null) {
        least = messages.least();
        turn = inbox.enterAgain(this);
        continue;
      }
      least = 1;
      tell(found);
      if (delivery.isOnLoop() && outbox.isFull() && outbox.broken() == null) {
        waitForRoom();
        return;
      }
      turn = !stopped && inbox.enter(this);
    }
  }

  /// The connection breaks in a moment; what came behind is dropped then.
  private void waitForEnd() {
    messages.whenBroken(reason -> delivery.run(() -> tellEnd(reason)));
  }

  private void waitForRoom() {
    if (outbox.watch(this)) {
      admitted();
    }
  }

  @Override
  public void admitted() {
    if (!stopped) {
      start();
    }
  }

  @Override
  public void refused(NetworkException reason) {
    admitted();
  }
}
