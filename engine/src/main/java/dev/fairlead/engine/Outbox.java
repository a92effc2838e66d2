package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import dev.fairlead.engine.spi.DirectOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was sent and is not written yet. Senders are admitted while it is under its limit, first
/// come, first served; each is taken whole, and nothing overtakes. The loop empties it by way of
/// [OutboxDrain].
///
/// Bytes count from their admission until the channel has written them, so the hard bound is the
/// limit and one send.
final class Outbox {
  /// Sends up to this size are copied under the lock, behind one another into one buffer.
  static final int SMALL = 4 * 1024;

  /// Who writes to the socket itself.
  static final Sender ALONE = new Alone();

  private final int limit;
  private final Wake wake;

  /// Guarded by this.
  private final Parcels parcels;

  /// Guarded by this: accepted and not written.
  private long pending;

  /// Guarded by this: written, in all.
  private long written;

  /// Guarded by this: who is putting content in, piece by piece.
  private @Nullable Sender inside;

  /// Guarded by this.
  private final Line<Sender> line = new Line<>();

  /// Guarded by this: who waits for room without wanting to enter.
  private final Line<Sender> watchers = new Line<>();

  /// Guarded by this: whether the loop knows that there is something.
  private boolean woken;

  /// Guarded by this: whether our direction is to end after the queue.
  private boolean ended;

  /// Guarded by this: why nothing can be sent any more.
  private @Nullable NetworkException broken;

  /// Guarded by this: why nobody may begin to send any more, though what is in still goes out.
  private @Nullable NetworkException shut;

  /// Guarded by this.
  private @Nullable DirectOutput direct;

  /// Guarded by this: while positive, wake-ups wait.
  private int batches;

  Outbox(int limit, ByteBufAllocator buffers, Wake wake) {
    this.limit = limit;
    this.parcels = new Parcels(buffers);
    this.wake = wake;
  }

  /// Tells the loop that there is something to write.
  @FunctionalInterface
  interface Wake {
    void thereIsWork();
  }

  /// Somebody who waits for admission.
  interface Sender {
    /// It has entered, and leaves when all is in. Must not block.
    void admitted();

    /// Nothing can be sent any more.
    void refused(NetworkException reason);

    /// Whether its content counts as accepted though it waits.
    default boolean isOwed() {
      return false;
    }
  }

  /// Never in the line.
  private static final class Alone implements Sender {
    @Override
    public void admitted() {}

    @Override
    public void refused(NetworkException reason) {}
  }

  /// What became of an attempt to put a small content in at once.
  enum Put {
    /// It is in.
    IN,
    /// There is no room, or others wait.
    FULL
  }

  synchronized long pending() {
    return pending;
  }

  synchronized long written() {
    return written;
  }

  /// Why nothing can be sent any more, null while it can.
  synchronized @Nullable NetworkException broken() {
    return broken != null ? broken : shut;
  }

  synchronized boolean isFull() {
    return pending >= limit;
  }

  /// Puts all of a small `content` in if there is room, or in any case when `forced`.
  Put put(ByteBuffer content, boolean forced) {
    int length = content.remaining();
    if (length > SMALL) {
      return Put.FULL;
    }
    boolean tell;
    synchronized (this) {
      check();
      if (inside != null || !line.isEmpty() || (pending >= limit && !forced)) {
        return Put.FULL;
      }
      parcels.gather(content, length);
      pending += length;
      tell = needsWake();
    }
    if (tell) {
      wake.thereIsWork();
    }
    return Put.IN;
  }

  /// Enters if nothing at all waits, is being written, or is held back: then whoever has entered
  /// may write to the socket itself.
  ///
  /// @return the way to the socket, or null
  @Nullable DirectOutput enterIdle() {
    synchronized (this) {
      DirectOutput way = direct;
      if (way == null || inside != null || pending != 0 || batches != 0 || !line.isEmpty()) {
        return null;
      }
      check();
      inside = ALONE;
      return way;
    }
  }

  /// So many bytes were written past the loop; for who has entered.
  synchronized void wroteDirectly(int bytes) {
    written += bytes;
  }

  /// The way to the socket, null when there is none any more.
  synchronized void direct(@Nullable DirectOutput way) {
    direct = way;
  }

  /// Asks for admission.
  ///
  /// @return whether `sender` has entered already; otherwise it will be admitted or refused
  boolean enter(Sender sender, boolean forced) {
    boolean tell;
    synchronized (this) {
      check();
      if (inside == null && line.isEmpty() && (pending < limit || forced)) {
        inside = sender;
        return true;
      }
      line.addLast(sender);
      tell = mustWakeForRoom();
    }
    if (tell) {
      wake.thereIsWork();
    }
    return false;
  }

  /// Lets `sender` know when there is room; it does not enter.
  ///
  /// @return whether there is room now
  boolean watch(Sender sender) {
    synchronized (this) {
      if (pending < limit || broken != null) {
        return true;
      }
      watchers.addLast(sender);
      return false;
    }
  }

  /// Steps aside until there is room, and is the next to enter; for who has entered.
  ///
  /// @return whether there is room now; otherwise it will be admitted or refused
  boolean enterAgain(Sender sender) {
    boolean tell;
    synchronized (this) {
      NetworkException reason = sender.isOwed() ? broken : broken();
      if (reason != null) {
        throw Losses.again(reason);
      }
      if (pending <= roomFrom()) {
        inside = sender;
        return true;
      }
      inside = null;
      line.addFirst(sender);
      tell = mustWakeForRoom();
    }
    if (tell) {
      wake.thereIsWork();
    }
    return false;
  }

  /// Enters without room: after [#enterAgain] was cut short, or in the name of who has entered.
  synchronized void enterAnyway(Sender sender) {
    line.remove(sender);
    inside = sender;
  }

  /// Whether `more` bytes go in without a wait; for who has entered.
  synchronized boolean fits(int more) {
    return pending + more <= limit;
  }

  /// The way to the socket while nothing waits before who has entered, or null.
  synchronized @Nullable DirectOutput idleWay() {
    return pending == 0 && batches == 0 ? direct : null;
  }

  /// Whether `sender` has entered.
  @SuppressWarnings("ReferenceEquality") // Identity is what is meant.
  synchronized boolean isEnteredBy(Sender sender) {
    return inside == sender;
  }

  /// Gets out of the line.
  ///
  /// @return false when it was admitted or refused already
  boolean withdraw(Sender sender) {
    Sender next;
    synchronized (this) {
      if (!line.remove(sender)) {
        return false;
      }
      next = admitNext();
    }
    if (next != null) {
      next.admitted();
    }
    return true;
  }

  /// Puts a piece in: a `ByteBuf` or a part of a file. For who has entered.
  ///
  /// @throws NetworkException when nothing can be sent any more; the piece was let go
  void piece(Object item, long length) {
    boolean tell;
    NetworkException lost;
    synchronized (this) {
      lost = broken;
      if (lost == null) {
        parcels.add(item);
        pending += length;
      }
      tell = lost == null && needsWake();
    }
    if (lost != null) {
      ReferenceCountUtil.release(item);
      throw Losses.again(lost);
    }
    if (tell) {
      wake.thereIsWork();
    }
  }

  /// As [#piece], all of `buffers` at once.
  void pieces(ArrayDeque<ByteBuf> all) {
    boolean tell;
    NetworkException lost;
    synchronized (this) {
      lost = broken;
      while (lost == null && !all.isEmpty()) {
        ByteBuf next = all.removeFirst();
        pending += next.readableBytes();
        parcels.add(next);
      }
      tell = lost == null && needsWake();
    }
    if (lost != null) {
      throw Losses.again(lost);
    }
    if (tell) {
      wake.thereIsWork();
    }
  }

  /// Leaves after the last piece.
  void leave() {
    Sender next;
    boolean tell;
    synchronized (this) {
      inside = null;
      next = admitNext();
      tell = ended && needsWake();
    }
    if (tell) {
      wake.thereIsWork();
    }
    if (next != null) {
      next.admitted();
    }
  }

  /// As [#leave()], for who may have lost its place while it waited.
  void leaveIfInside(Sender sender) {
    if (isEnteredBy(sender)) {
      leave();
    }
  }

  /// Nothing more is sent after what is in and who waits.
  ///
  /// @return whether this is the first time
  boolean end() {
    boolean tell;
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      tell = needsWake();
    }
    if (tell) {
      wake.thereIsWork();
    }
    return true;
  }

  /// As [#end()], and refuses everybody who is not in.
  void shut(NetworkException reason) {
    List<Sender> refused;
    synchronized (this) {
      shut = reason;
      refused = new ArrayList<>(line.drain());
      for (Sender sender : refused) {
        if (sender.isOwed()) {
          line.addLast(sender);
        }
      }
      refused.removeIf(Sender::isOwed);
    }
    refused.forEach(sender -> sender.refused(reason));
    var _ = end();
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /// Nothing can be sent any more. What waits is dropped.
  ///
  /// @return how many accepted bytes are lost
  long fail(NetworkException reason) {
    List<Sender> refused;
    List<Sender> watching;
    long lost;
    synchronized (this) {
      if (broken != null) {
        return pending;
      }
      broken = reason;
      parcels.release();
      lost = pending;
      refused = line.drain();
      watching = watchers.drain();
    }
    refused.forEach(sender -> sender.refused(reason));
    watching.forEach(sender -> sender.refused(reason));
    return lost;
  }

  /// Holds wake-ups back until [#release].
  synchronized void hold() {
    batches++;
  }

  void release() {
    boolean tell;
    synchronized (this) {
      batches--;
      tell = (!parcels.isEmpty() || ended) && needsWake();
    }
    if (tell) {
      wake.thereIsWork();
    }
  }

  /// Moves what waits, at most about `most` bytes, to `batch`; on the loop.
  ///
  /// @return how many bytes
  synchronized long take(ArrayDeque<Object> batch, long most) {
    woken = false;
    return parcels.take(batch, most);
  }

  /// Whether everything before the end was taken, and the end is due.
  synchronized boolean endIsDue() {
    return ended && parcels.isEmpty() && inside == null && line.isEmpty() && broken == null;
  }

  /// Whether nothing waits to be taken.
  synchronized boolean isTaken() {
    return parcels.isEmpty();
  }

  /// The channel has written so many bytes.
  void wrote(long bytes) {
    Sender next;
    List<Sender> watching;
    synchronized (this) {
      pending -= bytes;
      written += bytes;
      boolean room = pending <= roomFrom();
      next = room ? admitNext() : null;
      watching = room ? watchers.drain() : List.of();
    }
    watching.forEach(Sender::admitted);
    if (next != null) {
      next.admitted();
    }
  }

  private @Nullable Sender admitNext() {
    if (inside != null || pending >= limit || broken != null) {
      return null;
    }
    Sender next = line.poll();
    inside = next;
    return next;
  }

  /// What is left when whoever waits is let in. Half empty: one wake-up lets in several sends
  /// instead of one each. Where senders write to the socket themselves: empty, so that they can.
  private long roomFrom() {
    return direct == null ? limit >> 1 : 0;
  }

  /// Somebody waits for room that only the loop can make, be it in the middle of a batch.
  private boolean mustWakeForRoom() {
    boolean tell = !woken && !parcels.isEmpty();
    woken |= tell;
    return tell;
  }

  private boolean needsWake() {
    if (woken || batches > 0) {
      return false;
    }
    woken = true;
    return true;
  }

  /// Throws when nobody may begin to send any more.
  synchronized void check() {
    NetworkException reason = broken != null ? broken : shut;
    if (reason != null) {
      throw Losses.again(reason);
    }
    if (ended) {
      throw new IllegalStateException("nothing can be sent after sendEnd()");
    }
  }
}
