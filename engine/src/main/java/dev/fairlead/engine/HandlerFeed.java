package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamHandler;

/// Gives what comes to the program's [StreamHandler], one call at a time. On the loop a call
/// happens within the read itself; and no call happens there while the outbox is full, so that what
/// a handler sends in answer stays bounded though a loop cannot wait.
final class HandlerFeed implements Inbox.Receiver, Outbox.Sender {
  private static final int MOST = 64 * 1024;

  private final StreamConnection connection;
  private final StreamHandler handler;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Receiving receiving;
  private final Delivery delivery;

  /// One object for all deliveries.
  private final Runnable delivering = this::deliver;

  private volatile boolean stopped;

  HandlerFeed(
      StreamConnection connection,
      StreamHandler handler,
      Wire wire,
      Receiving receiving,
      Delivery delivery) {
    this.connection = connection;
    this.handler = handler;
    this.inbox = wire.inbox();
    this.outbox = wire.outbox();
    this.receiving = receiving;
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
    return 1;
  }

  @Override
  public void granted() {
    delivery.run(delivering);
  }

  @Override
  public void finished(Inbox.Ending ending) {
    delivery.run(() -> tellEnd(ending));
  }

  private void tellEnd(Inbox.Ending ending) {
    NetworkException broken = ending.broken();
    if (stopped) {
      return;
    }
    if (broken == null) {
      handler.ended(connection);
    } else {
      handler.lost(connection, broken);
    }
  }

  private void deliver() {
    boolean turn = true;
    while (turn) {
      if (stopped) {
        inbox.leave(0, null);
        return;
      }
      Bytes content = receiving.take(MOST);
      if (!content.isEmpty()) {
        handler.received(connection, content);
      }
      if (delivery.isOnLoop() && outbox.isFull() && outbox.broken() == null) {
        waitForRoom();
        return;
      }
      turn = !stopped && inbox.enter(this);
    }
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
