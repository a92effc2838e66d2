package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import dev.fairlead.engine.spi.DirectOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// The ways of putting content into the [Outbox]: waiting, not waiting, and from the loop, which
/// cannot wait.
final class Sending {
  /// Big contents are put in and written by pieces of this size: each system call may wake the
  /// peer, and a piece stays in the processor's cache from its copy to its write.
  private static final int PIECE = 256 * 1024;

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
    if (!onLoop && sendPastLoop(content, until)) {
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
    Entering me = new Entering();
    if (!outbox.enter(me, false)) {
      await(me, until);
    }
    sendRest(me, content, until);
  }

  /// Takes what remains in `content` without waiting, whether there is room or not. For a caller
  /// who sees to the limit and lets nobody else send.
  void sendNow(ByteBuffer content) {
    if (!loop.inEventLoop() && sendPastLoop(content, blocking.until(Duration.ZERO))) {
      return;
    }
    if (outbox.put(content, true) != Outbox.Put.IN) {
      sendOwed(content);
    }
  }

  /// Writes to the socket on this very thread when nothing is before it: a hand-over to the loop
  /// costs more than a write. What the socket does not take is left to the loop.
  private boolean sendPastLoop(ByteBuffer content, long until) {
    DirectOutput way = outbox.enterIdle();
    if (way == null) {
      return false;
    }
    try {
      boolean taken = true;
      while (taken && content.hasRemaining()) {
        taken = writeNext(way, content);
      }
      if (content.hasRemaining()) {
        Entering me = new Entering();
        outbox.enterAnyway(me);
        sendRest(me, content, until);
      }
    } finally {
      outbox.leaveIfInside(Outbox.ALONE);
    }
    return true;
  }

  /// Puts in what remains of a content, with waits for room where it is too much, and leaves. Part
  /// of it may be on its way, so it is taken whole: a wait that is cut short ends with all the rest
  /// in.
  private void sendRest(Entering me, ByteBuffer content, long until) {
    me.owed = true;
    try {
      boolean patient = true;
      while (content.hasRemaining()) {
        if (patient && !outbox.fits(content.remaining())) {
          patient = awaitRoom(me, until);
        }
        DirectOutput way = patient ? outbox.idleWay() : null;
        if (way == null) {
          ByteBuf piece = nextPiece(content);
          outbox.piece(piece, piece.readableBytes());
        } else {
          var _ = writeNext(way, content);
        }
      }
    } finally {
      outbox.leaveIfInside(me);
    }
  }

  /// Lets the outbox empty, without letting anybody else in between.
  ///
  /// @return false when the wait was cut short; it has entered in any case
  private boolean awaitRoom(Entering me, long until) {
    me.reset();
    if (outbox.enterAgain(me)) {
      return true;
    }
    if (blocking.await(me, until) != Blocking.End.DONE) {
      outbox.enterAnyway(me);
      return false;
    }
    checkEntered(me);
    return true;
  }

  /// Writes the next piece; the outbox gets what the socket does not take of it.
  ///
  /// @return whether the socket took all
  private boolean writeNext(DirectOutput way, ByteBuffer content) {
    ByteBuf piece = nextPiece(content);
    int length = piece.readableBytes();
    int written = way.write(piece.internalNioBuffer(0, length));
    outbox.wroteDirectly(written);
    if (written < length) {
      outbox.piece(piece.skipBytes(written), length - written);
      return false;
    }
    piece.release();
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
    checkEntered(me);
  }

  private void checkEntered(Entering me) {
    NetworkException broken = outbox.isEnteredBy(me) ? null : outbox.broken();
    if (broken != null) {
      throw Losses.again(broken);
    }
  }

  private ArrayDeque<ByteBuf> copied(ByteBuffer content) {
    ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2 + content.remaining() / PIECE);
    while (content.hasRemaining()) {
      pieces.add(nextPiece(content));
    }
    return pieces;
  }

  private ByteBuf nextPiece(ByteBuffer content) {
    int limit = content.limit();
    int length = Math.min(PIECE, content.remaining());
    ByteBuf piece = buffers.directBuffer(length);
    content.limit(content.position() + length);
    piece.writeBytes(content);
    content.limit(limit);
    return piece;
  }

  /// A thread that waits for admission.
  private final class Entering extends Blocking.Parked implements Outbox.Sender {
    /// Whether a part of its content is in already.
    private volatile boolean owed;

    @Override
    public boolean isOwed() {
      return owed;
    }

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
        outbox.pieces(all);
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
