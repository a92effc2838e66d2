package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;

/// Moves buffers from one connection's inbox to another's outbox, on whatever thread brings them
/// on, without a copy and without waking anybody. It takes only what the target admits, so reading
/// pauses when the target is slow.
final class Pipe implements Inbox.Receiver, Outbox.Sender {
  private final Inbox from;
  private final Outbox to;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  /// Touched only by who has the turn of the inbox.
  private long moved;

  private volatile boolean stopped;

  Pipe(Inbox from, Outbox to) {
    this.from = from;
    this.to = to;
  }

  /// Completes at the source's end with the number of bytes.
  CompletableFuture<Long> start() {
    next();
    return done;
  }

  /// Moves nothing more; what was not moved stays in the inbox.
  void stop() {
    stopped = true;
    if (!from.withdraw(this, null) && to.withdraw(this)) {
      from.leave(0, null);
    }
  }

  @Override
  public int least() {
    return 1;
  }

  @Override
  public void granted() {
    if (!request()) {
      return;
    }
    move();
    next();
  }

  @Override
  public void finished(Inbox.Ending ending) {
    NetworkException broken = ending.broken();
    if (broken != null) {
      done.completeExceptionally(broken);
    } else {
      to.end();
      done.complete(moved);
    }
  }

  @Override
  public void admitted() {
    move();
    next();
  }

  @Override
  public void refused(NetworkException reason) {
    from.leave(0, null);
    done.completeExceptionally(reason);
  }

  /// Until there is nothing to move, or no room.
  private void next() {
    while (!stopped && from.enter(this) && request()) {
      move();
    }
  }

  /// Asks for admission; for who has the turn of the inbox.
  private boolean request() {
    try {
      return to.enter(this, false);
    } catch (NetworkException | IllegalStateException refused) {
      from.leave(0, null);
      done.completeExceptionally(refused);
      stopped = true;
      return false;
    }
  }

  /// Moves all that is there; for who has the turn and has entered.
  private void move() {
    try {
      for (ByteBuf next = from.detach(); next != null; next = from.detach()) {
        int length = next.readableBytes();
        to.piece(next, length);
        moved += length;
        if (to.isFull()) {
          break;
        }
      }
    } catch (NetworkException broken) {
      stopped = true;
      done.completeExceptionally(broken);
    } finally {
      to.leave();
      from.leave(0, null);
    }
  }
}
