package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.NetworkException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The ways of taking content from the [Inbox]. A call that is cut short by its deadline or an
/// interrupt takes nothing.
final class Receiving {
  private static final String DOING = "a receive from";

  private final Inbox inbox;
  private final Blocking blocking;
  private final Delivery delivery;
  private final ByteBufAllocator buffers;
  private final Losses losses;

  /// One ticket is kept, so that a program that receives again and again allocates none.
  private final AtomicReference<@Nullable Ticket> spare = new AtomicReference<>();

  Receiving(Inbox inbox, StreamSite site) {
    this.inbox = inbox;
    this.blocking = site.blocking();
    this.delivery = site.delivery();
    this.buffers = site.buffers();
    this.losses = site.losses();
  }

  /// Between `least` and `most` bytes, null at the peer's end.
  @Nullable Bytes receive(int least, int most, long until) {
    checkSizes(least, most);
    Ticket ticket = ticket(least);
    if (!begin(ticket, until)) {
      return null;
    }
    Bytes content = take(most);
    keep(ticket);
    if (content.isEmpty()) {
      throw Losses.again(losses.closedHere());
    }
    return content;
  }

  /// As above, without waiting.
  CompletableFuture<@Nullable Bytes> receiveAsync(int least, int most) {
    checkSizes(least, most);
    Later later = new Later(least, most);
    if (inbox.enter(later)) {
      later.complete(take(most));
    }
    return later;
  }

  /// Fills `target` with what is there; -1 at the peer's end.
  int receiveInto(ByteBuffer target, long until) {
    if (!target.hasRemaining()) {
      return 0;
    }
    Ticket ticket = ticket(1);
    if (!begin(ticket, until)) {
      return -1;
    }
    int taken = 0;
    try {
      ByteBuf front = inbox.front();
      while (front != null && target.hasRemaining()) {
        int length = Math.min(front.readableBytes(), target.remaining());
        int limit = target.limit();
        target.limit(target.position() + length);
        front.readBytes(target);
        target.limit(limit);
        taken += length;
        front = target.hasRemaining() ? inbox.front() : null;
      }
    } finally {
      inbox.leave(taken, null);
      keep(ticket);
    }
    return taken;
  }

  /// Exactly `count` bytes.
  Bytes receiveExactly(int count, long until) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative: " + count);
    }
    if (count == 0) {
      return Bytes.empty();
    }
    Chain got = new Chain(buffers);
    Ticket ticket = ticket(Math.min(count, inbox.limit()));
    boolean more = begin(ticket, until);
    while (more && got.length() < count) {
      gather(got, count - got.length());
      if (got.length() < count) {
        ticket.least = Math.min(count - got.length(), inbox.limit());
        more = again(ticket, until, got);
      }
    }
    if (got.length() < count) {
      // At the end nobody has the turn, so the next in line finds what came.
      int came = got.length();
      inbox.putBack(got);
      throw losses.peerEnded(count + " bytes came; " + came + " did");
    }
    inbox.leave(0, null);
    return got.toBytes();
  }

  /// All until the peer's end.
  Bytes receiveAll(int limit, long until) {
    Chain got = new Chain(buffers);
    Ticket ticket = ticket(1);
    boolean more = begin(ticket, until);
    while (more) {
      gather(got, Integer.MAX_VALUE);
      if (got.length() > limit) {
        inbox.leave(0, got);
        throw new IllegalStateException(
            "more than " + limit + " bytes came before the peer ended; none was taken");
      }
      more = again(ticket, until, got);
    }
    return got.toBytes();
  }

  /// Waits for content and makes its first buffer the caller's own, null at the peer's end.
  @Nullable ByteBuf detach() {
    Ticket ticket = ticket(1);
    if (!begin(ticket, Blocking.FOREVER)) {
      return null;
    }
    try {
      return inbox.detach();
    } finally {
      inbox.leave(0, null);
      keep(ticket);
    }
  }

  /// At most `most` bytes of what is there, and leaves; for who has the turn.
  Bytes take(int most) {
    int taken = 0;
    try {
      ByteBuf front = inbox.front();
      int length = front == null ? 0 : Math.min(front.readableBytes(), most);
      if (front == null || length == most || inbox.available() == length) {
        Bytes all = front == null ? Bytes.empty() : copy(front, length);
        taken = length;
        return all;
      }
      Chain parts = new Chain(buffers);
      gather(parts, most);
      return parts.toBytes();
    } finally {
      inbox.leave(taken, null);
    }
  }

  private static Bytes copy(ByteBuf front, int length) {
    int at = front.readerIndex();
    Bytes all =
        front.nioBufferCount() == 1
            ? Bytes.copyOf(front.internalNioBuffer(at, length))
            : Bytes.copyOf(List.of(front.nioBuffers(at, length)));
    front.skipBytes(length);
    return all;
  }

  /// Moves at most `most` bytes to `got`; for who has the turn.
  private void gather(Chain got, int most) {
    int left = most;
    ByteBuf front = inbox.front();
    while (front != null && left > 0) {
      if (front.readableBytes() <= left) {
        left -= front.readableBytes();
        ByteBuf own = inbox.detach();
        if (own != null) {
          got.add(own);
        }
      } else {
        got.add(inbox.detachPart(left));
        left = 0;
      }
      front = left > 0 ? inbox.front() : null;
    }
  }

  /// Waits for the turn.
  ///
  /// @return false at the peer's orderly end
  private boolean begin(Ticket ticket, long until) {
    blocking.refuseLoops();
    ticket.queued = !inbox.enter(ticket);
    return !ticket.queued || awaitTurn(ticket, until, null);
  }

  /// Waits for more content, first in line.
  private boolean again(Ticket ticket, long until, Chain got) {
    ticket.reset();
    ticket.queued = true;
    return inbox.enterAgain(ticket) || awaitTurn(ticket, until, got);
  }

  private boolean awaitTurn(Ticket ticket, long until, @Nullable Chain got) {
    Blocking.End end = blocking.await(ticket, until);
    if (end != Blocking.End.DONE && inbox.withdraw(ticket, got)) {
      throw losses.cut(end, DOING);
    }
    if (inbox.isHeldBy(ticket)) {
      return true;
    }
    Inbox.Ending ending = inbox.ending();
    NetworkException broken = ending == null ? null : ending.broken();
    if (broken != null) {
      if (got != null) {
        inbox.putBack(got);
      }
      throw Losses.again(broken);
    }
    return false;
  }

  private void checkSizes(int least, int most) {
    if (least < 1 || most < least || least > inbox.limit()) {
      throw new IllegalArgumentException(
          String.format(
              "1 <= least <= most must hold, and least <= inboxLimit: %d, %d, limit %d",
              least, most, inbox.limit()));
    }
  }

  private Ticket ticket(int least) {
    Ticket ticket = spare.getAndSet(null);
    if (ticket == null) {
      ticket = new Ticket();
    } else {
      ticket.reset();
    }
    ticket.least = least;
    return ticket;
  }

  /// Only a ticket that nobody will wake any more can be used again.
  private void keep(Ticket ticket) {
    if (ticket.isDone() || !ticket.queued) {
      spare.lazySet(ticket);
    }
  }

  /// A thread that waits for content.
  private final class Ticket extends Blocking.Parked implements Inbox.Receiver {
    private int least;
    private boolean queued;

    @Override
    public int least() {
      return least;
    }

    @Override
    public void granted() {
      blocking.wake(this);
    }

    @Override
    public void finished(Inbox.Ending last) {
      blocking.wake(this);
    }
  }

  /// A future that waits for content.
  private final class Later extends CompletableFuture<@Nullable Bytes> implements Inbox.Receiver {
    private final int least;
    private final int most;

    Later(int least, int most) {
      this.least = least;
      this.most = most;
    }

    @Override
    public int least() {
      return least;
    }

    @Override
    public void granted() {
      if (isDone()) {
        inbox.leave(0, null);
      } else {
        Bytes content = take(most);
        delivery.run(() -> tell(content));
      }
    }

    @Override
    public void finished(Inbox.Ending last) {
      NetworkException broken = last.broken();
      if (broken == null) {
        delivery.run(() -> complete(null));
      } else {
        delivery.run(() -> completeExceptionally(Losses.again(broken)));
      }
    }

    /// Cancelling leaves all content where it is, unless some was taken already.
    @Override
    public boolean cancel(boolean mayInterrupt) {
      return inbox.withdraw(this, null) && super.cancel(mayInterrupt);
    }

    /// A timeout that the program set on the future takes it out of the line.
    @Override
    public boolean completeExceptionally(Throwable failure) {
      inbox.withdraw(this, null);
      return super.completeExceptionally(failure);
    }

    private void tell(Bytes content) {
      if (!complete(content)) {
        // Somebody else completed the future meanwhile: the content is still wanted.
        Chain back = new Chain(buffers);
        back.add(Unpooled.wrappedBuffer(content.asByteBuffer()));
        inbox.putBack(back);
      }
    }
  }
}
