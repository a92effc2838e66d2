package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.NetworkException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What came and was not taken yet. The loop adds; receivers take turns, first come, first served,
/// and whoever has the turn alone takes from the front, without a lock around the copying.
///
/// Over its limit reading pauses. The hard bound is the limit, one read burst (64 KiB) and one TLS
/// record: what the loop had already read when it noticed.
final class Inbox {
  private final int limit;
  private final Flow flow;

  /// Guarded by this.
  private final Chain chain;

  /// Guarded by this: everything that was not consumed, `front` included.
  private int content;

  /// Guarded by this: what follows after the content.
  private @Nullable Ending ending;

  /// Guarded by this.
  private final Line<Receiver> line = new Line<>();

  /// Guarded by this: who has the turn.
  private @Nullable Receiver holder;

  /// Guarded by this.
  private boolean paused;

  /// Guarded by this: whether nobody wants content any more.
  private boolean discarding;

  /// Guarded by this.
  private long received;

  /// Owned by whoever has the turn: the buffer that is being consumed.
  private @Nullable ByteBuf front;

  Inbox(int limit, ByteBufAllocator buffers, Flow flow) {
    this.limit = limit;
    this.chain = new Chain(buffers);
    this.flow = flow;
  }

  /// Stops and restarts reading from the network.
  interface Flow {
    /// Called on the loop.
    void pauseReading();

    /// Called on any thread.
    void resumeReading();
  }

  /// Somebody who wants content.
  interface Receiver {
    /// It waits for at least so many bytes.
    int least();

    /// It has the turn now, with that many bytes or an ending behind fewer. Must not block.
    void granted();

    /// There is no content, and there will be none.
    void finished(Ending ending);
  }

  /// What comes after the content.
  ///
  /// @param broken why the connection broke, null for the peer's orderly end
  record Ending(@Nullable NetworkException broken) {
    static final Ending ORDERLY = new Ending(null);
  }

  int limit() {
    return limit;
  }

  synchronized int available() {
    return content;
  }

  /// Whether reading is to pause.
  synchronized boolean isPaused() {
    return paused;
  }

  synchronized long received() {
    return received;
  }

  /// Memory that waiting content takes, for tests of the bound.
  synchronized int memory() {
    ByteBuf first = front;
    return chain.memory() + (first == null ? 0 : first.capacity());
  }

  synchronized @Nullable Ending ending() {
    return ending;
  }

  /// Content came; takes over `buffer`. On the loop.
  void arrived(ByteBuf buffer) {
    Receiver next;
    boolean pause = false;
    synchronized (this) {
      if (discarding) {
        buffer.release();
        return;
      }
      int more = buffer.readableBytes();
      chain.add(buffer);
      content += more;
      received += more;
      next = grantNext();
      if (!paused && content > limit) {
        paused = true;
        pause = true;
      }
    }
    if (pause) {
      flow.pauseReading();
    }
    if (next != null) {
      next.granted();
    }
  }

  /// Nothing follows the content that is here. Only the first ending counts.
  void end(Ending last) {
    List<Receiver> finished;
    Receiver next;
    Ending told;
    synchronized (this) {
      if (ending == null) {
        ending = last;
      }
      told = ending;
      next = grantNext();
      finished = content == 0 ? line.drain() : List.of();
    }
    if (next != null) {
      next.granted();
    }
    finished.forEach(receiver -> receiver.finished(told));
  }

  /// Drops all content, now and in the future: this side ended the connection.
  void discard(Ending last) {
    List<Receiver> finished;
    boolean resume;
    synchronized (this) {
      discarding = true;
      ending = last;
      content = holder == null ? 0 : content - chain.length();
      chain.release();
      if (holder == null) {
        releaseFront();
      }
      finished = line.drain();
      resume = paused;
      paused = false;
    }
    if (resume) {
      flow.resumeReading();
    }
    finished.forEach(receiver -> receiver.finished(last));
  }

  /// Takes everything that waits.
  ///
  /// @throws IllegalStateException when somebody receives meanwhile
  Bytes takeAll() {
    boolean resume;
    Bytes all;
    synchronized (this) {
      if (holder != null || !line.isEmpty()) {
        throw new IllegalStateException("somebody is receiving from this connection");
      }
      if (front != null) {
        chain.addFirst(front);
        front = null;
      }
      all = chain.toBytes();
      content = 0;
      resume = paused;
      paused = false;
    }
    if (resume) {
      flow.resumeReading();
    }
    return all;
  }

  /// Gets in line.
  ///
  /// @return whether `receiver` has the turn already; otherwise it will be granted or finished
  boolean enter(Receiver receiver) {
    return enter(receiver, false);
  }

  /// Waits for more without losing the turn to another: who has the turn stands first in line.
  boolean enterAgain(Receiver receiver) {
    return enter(receiver, true);
  }

  private boolean enter(Receiver receiver, boolean again) {
    boolean resume = false;
    Ending last;
    synchronized (this) {
      if (again) {
        holder = null;
      }
      last = content == 0 ? ending : null;
      if (last == null && holder == null && (again || line.isEmpty()) && satisfies(receiver)) {
        holder = receiver;
        return true;
      }
      if (last == null) {
        if (again) {
          line.addFirst(receiver);
        } else {
          line.addLast(receiver);
        }
        // Somebody may wait for more than half of the limit while reading pauses.
        resume = paused && starving();
        paused &= !resume;
      }
    }
    if (last != null) {
      receiver.finished(last);
    } else if (resume) {
      flow.resumeReading();
    }
    return false;
  }

  /// Whether `receiver` has the turn.
  @SuppressWarnings("ReferenceEquality") // Identity is what is meant.
  synchronized boolean isHeldBy(Receiver receiver) {
    return holder == receiver;
  }

  /// Gets out of the line.
  ///
  /// @param back content that was taken and goes back to the front, or null
  /// @return false when the turn was granted, or an ending told, already
  boolean withdraw(Receiver receiver, @Nullable Chain back) {
    Receiver next;
    synchronized (this) {
      if (!line.remove(receiver)) {
        return false;
      }
      if (back != null) {
        giveBack(back);
      }
      next = grantNext();
    }
    if (next != null) {
      next.granted();
    }
    return true;
  }

  /// The buffer to consume from, null when there is none. For who has the turn.
  @Nullable ByteBuf front() {
    ByteBuf first = front;
    if (first != null && first.isReadable()) {
      return first;
    }
    synchronized (this) {
      releaseFront();
      front = chain.poll();
      return front;
    }
  }

  /// The buffer to consume from becomes the caller's own, null when there is none. It counts as
  /// consumed. For who has the turn.
  @Nullable ByteBuf detach() {
    ByteBuf first = front();
    if (first != null) {
      synchronized (this) {
        content -= first.readableBytes();
        front = null;
      }
    }
    return first;
  }

  /// As [#detach()], the first `length` bytes of a longer buffer.
  ByteBuf detachPart(int length) {
    ByteBuf first = Objects.requireNonNull(front, "the turn has a front");
    synchronized (this) {
      content -= length;
    }
    return first.readRetainedSlice(length);
  }

  /// Puts content back to the front that was taken before the end.
  void putBack(Chain back) {
    Receiver next;
    synchronized (this) {
      giveBack(back);
      next = grantNext();
    }
    if (next != null) {
      next.granted();
    }
  }

  /// Gives up the turn after `consumed` bytes were read from fronts, and puts `back` to the front.
  void leave(int consumed, @Nullable Chain back) {
    Receiver next;
    boolean resume;
    List<Receiver> finished = List.of();
    Ending last;
    synchronized (this) {
      content -= consumed;
      ByteBuf first = front;
      if (first != null && !first.isReadable()) {
        releaseFront();
      }
      if (back != null) {
        giveBack(back);
      }
      holder = null;
      if (discarding) {
        releaseFront();
        content = 0;
      }
      next = grantNext();
      last = ending;
      if (last != null && content == 0) {
        finished = line.drain();
      }
      resume = paused && (content <= limit >> 1 || starving());
      paused &= !resume;
    }
    if (resume) {
      flow.resumeReading();
    }
    if (next != null) {
      next.granted();
    }
    if (last != null) {
      for (Receiver receiver : finished) {
        receiver.finished(last);
      }
    }
  }

  private boolean starving() {
    Receiver first = line.first();
    return first != null && holder == null && !satisfies(first);
  }

  private boolean satisfies(Receiver receiver) {
    return content >= receiver.least() || (content > 0 && ending != null);
  }

  private @Nullable Receiver grantNext() {
    Receiver first = line.first();
    if (holder != null || first == null || !satisfies(first)) {
      return null;
    }
    holder = first;
    line.poll();
    return first;
  }

  private void giveBack(Chain back) {
    if (discarding) {
      back.release();
      return;
    }
    ByteBuf first = front;
    if (first != null) {
      chain.addFirst(first);
      front = null;
    }
    content += back.length();
    ArrayDeque<ByteBuf> backwards = new ArrayDeque<>();
    for (ByteBuf next = back.poll(); next != null; next = back.poll()) {
      backwards.push(next);
    }
    backwards.forEach(chain::addFirst);
  }

  private void releaseFront() {
    if (front != null) {
      front.release();
      front = null;
    }
  }
}
