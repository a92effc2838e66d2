package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import dev.fairlead.engine.spi.DirectOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// The ways of putting content into the [Outbox]: waiting, not waiting, and from the loop, which
/// cannot wait.
final class Sending {
  /// Big contents are put in by pieces of this size, so that the loop writes the first while the
  /// next is copied.
  private static final int PIECE = 64 * 1024;

  /// Contents up to this size may be written by the sending thread itself.
  private static final int DIRECT = 16 * 1024;

  private final Outbox outbox;
  private final Blocking blocking;
  private final Delivery delivery;
  private final EventLoop loop;
  private final ByteBufAllocator buffers;
  private final Losses losses;

  Sending(Outbox outbox, StreamSite site) {
    this.outbox = outbox;
    this.blocking = site.blocking();
    this.delivery = site.delivery();
    this.loop = site.loop();
    this.buffers = site.buffers();
    this.losses = site.losses();
  }

  /// Takes what remains in `content`, after waiting for room.
  void send(ByteBuffer content, long until) {
    boolean onLoop = loop.inEventLoop();
    if (!onLoop && content.remaining() <= DIRECT && sendPastLoop(content)) {
      return;
    }
    boolean handler = onLoop && delivery.isOnLoop();
    if (outbox.put(content, handler) == Outbox.Put.IN) {
      return;
    }
    if (handler) {
      // A handler on the loop is not called again before there is room, so this stays bounded.
      sendOwed(content);
      return;
    }
    blocking.refuseLoops();
    var _ = enter(until);
    try {
      pieces(content);
    } finally {
      outbox.leave();
    }
  }

  /// Takes what remains in `content` without waiting, whether there is room or not. For a caller
  /// who
  /// sees to the limit and lets nobody else send.
  void sendNow(ByteBuffer content) {
    boolean onLoop = loop.inEventLoop();
    if (!onLoop && content.remaining() <= DIRECT && sendPastLoop(content)) {
      return;
    }
    if (outbox.put(content, true) != Outbox.Put.IN) {
      sendOwed(content);
    }
  }

  /// Writes to the socket on this very thread when nothing is before it: a wake-up of the loop
  /// costs more than the write. What the socket does not take is left to the loop.
  private boolean sendPastLoop(ByteBuffer content) {
    DirectOutput way = outbox.enterIdle();
    if (way == null) {
      return false;
    }
    ByteBuf copy = null;
    try {
      int length = content.remaining();
      copy = buffers.directBuffer(length).writeBytes(content);
      int written = way.write(copy.internalNioBuffer(0, length));
      outbox.wroteDirectly(written);
      if (written < length) {
        ByteBuf rest = copy.skipBytes(written);
        copy = null;
        outbox.piece(rest, rest.readableBytes());
      }
    } finally {
      if (copy != null) {
        copy.release();
      }
      outbox.leave();
    }
    return true;
  }

  private void sendOwed(ByteBuffer content) {
    Later later = new Later(copied(content), true);
    boolean waits = false;
    try {
      waits = !outbox.enter(later, true);
      if (!waits) {
        later.put();
      }
    } finally {
      if (!waits) {
        later.release();
      }
    }
  }

  /// Takes what remains in `content` at once; completes when it is admitted.
  CompletableFuture<Void> sendAsync(ByteBuffer content) {
    Later later = null;
    boolean waits = false;
    try {
      if (outbox.put(content, false) == Outbox.Put.IN) {
        return CompletableFuture.completedFuture(null);
      }
      later = new Later(copied(content), false);
      if (!outbox.enter(later, false)) {
        waits = true;
        return later;
      }
      later.put();
      return CompletableFuture.completedFuture(null);
    } catch (NetworkException broken) {
      return CompletableFuture.failedFuture(broken);
    } finally {
      if (later != null && !waits) {
        later.release();
      }
    }
  }

  /// Waits for admission; the caller then puts pieces in and leaves.
  Outbox.Sender enter(long until) {
    Entering me = new Entering();
    if (!outbox.enter(me, false)) {
      await(me, until);
    }
    return me;
  }

  /// Lets the outbox empty a little, without letting anybody else in between.
  Outbox.Sender enterAgain() {
    Entering me = new Entering();
    if (!outbox.enterAgain(me)) {
      await(me, Blocking.FOREVER);
    }
    return me;
  }

  private void await(Entering me, long until) {
    Blocking.End end = blocking.await(me, until);
    if (end != Blocking.End.DONE && outbox.withdraw(me)) {
      throw losses.cut(end, "a send to");
    }
    NetworkException broken = outbox.isEnteredBy(me) ? null : outbox.broken();
    if (broken != null) {
      throw Losses.again(broken);
    }
  }

  private void pieces(ByteBuffer content) {
    int limit = content.limit();
    while (content.position() < limit) {
      int length = Math.min(PIECE, limit - content.position());
      content.limit(content.position() + length);
      ByteBuf piece = buffers.directBuffer(length);
      piece.writeBytes(content);
      content.limit(limit);
      outbox.piece(piece, length);
    }
  }

  private ArrayDeque<ByteBuf> copied(ByteBuffer content) {
    ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2 + content.remaining() / PIECE);
    int limit = content.limit();
    while (content.position() < limit) {
      int length = Math.min(PIECE, limit - content.position());
      content.limit(content.position() + length);
      pieces.add(buffers.directBuffer(length).writeBytes(content));
      content.limit(limit);
    }
    return pieces;
  }

  /// A thread that waits for admission.
  private final class Entering extends Blocking.Parked implements Outbox.Sender {
    @Override
    public void admitted() {
      blocking.wake(this);
    }

    @Override
    public void refused(NetworkException reason) {
      blocking.wake(this);
    }
  }

  /// Content that waits for admission without a thread.
  private final class Later extends CompletableFuture<Void> implements Outbox.Sender {
    private final boolean owed;
    private ArrayDeque<ByteBuf> pieces;

    Later(ArrayDeque<ByteBuf> pieces, boolean owed) {
      this.pieces = pieces;
      this.owed = owed;
    }

    @Override
    public boolean isOwed() {
      return owed;
    }

    @Override
    public void admitted() {
      try {
        put();
      } catch (NetworkException broken) {
        delivery.run(() -> completeExceptionally(broken));
        return;
      }
      delivery.run(() -> complete(null));
    }

    @Override
    public void refused(NetworkException reason) {
      release();
      delivery.run(() -> completeExceptionally(Losses.again(reason)));
    }

    /// Cancelling takes the content back, unless it was admitted already.
    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (!outbox.withdraw(this)) {
        return false;
      }
      release();
      return super.cancel(mayInterrupt);
    }

    /// For who has entered.
    private void put() {
      ArrayDeque<ByteBuf> all = pieces;
      pieces = new ArrayDeque<>(0);
      try {
        for (ByteBuf next = all.pollFirst(); next != null; next = all.pollFirst()) {
          outbox.piece(next, next.readableBytes());
        }
      } finally {
        outbox.leave();
        all.forEach(ByteBuf::release);
      }
    }

    private void release() {
      ArrayDeque<ByteBuf> all = pieces;
      pieces = new ArrayDeque<>(0);
      all.forEach(ByteBuf::release);
    }
  }
}
