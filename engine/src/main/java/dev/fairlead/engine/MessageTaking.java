package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.IncomingMessage;
import dev.fairlead.MessageContext;
import dev.fairlead.NetworkException;
import dev.fairlead.PartialFramer;
import dev.fairlead.engine.MessageReceiving.Found;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ways of taking messages: waiting, not waiting, and in parts. A call that is cut short by its
/// deadline or an interrupt takes nothing.
///
/// @param <M> what one message is
final class MessageTaking<M> {
  private static final String DOING = "a receive from";

  private final MessageReceiving<M> messages;
  private final Inbox inbox;
  private final StreamSite site;
  private final Executor readers;

  MessageTaking(MessageReceiving<M> messages, StreamSite site) {
    this.messages = messages;
    this.inbox = messages.inbox();
    this.site = site;
    // Not where handlers run: a handler may be waiting for a message itself.
    this.readers =
        site.delivery().isOnLoop() ? site.delivery()::run : site.environment().blocking();
  }

  /// The next message; null at the peer's end.
  @Nullable Found<M> receive(long until) {
    return await(until, messages::next, messages::last);
  }

  /// The next message, as `result` makes something of it; the future holds null at the peer's end.
  <T> CompletableFuture<@Nullable T> receiveAsync(Function<Found<M>, @Nullable T> result) {
    return start(new Later<>(messages::next, messages::last, result));
  }

  /// The beginning of the next message, to be taken in parts; null at the peer's end.
  @Nullable IncomingMessage receiveParts(long until) {
    messages.checkParts();
    Found<PartialFramer.Part> first = await(until, this::firstPart, this::nothingLeft);
    return first == null ? null : new Parts(first);
  }

  private @Nullable Found<PartialFramer.Part> firstPart() {
    try {
      messages.checkParts();
    } catch (IllegalStateException none) {
      inbox.leave(0, null);
      throw none;
    }
    return messages.nextPart();
  }

  private @Nullable Found<PartialFramer.Part> nothingLeft() {
    if (messages.last() != null) {
      throw new AssertionError("a message in parts has no rest of its own");
    }
    return null;
  }

  private Found<PartialFramer.Part> missing() {
    throw site.losses().peerEnded("its message was complete");
  }

  private <T> @Nullable Found<T> await(
      long until, Supplier<@Nullable Found<T>> next, Supplier<@Nullable Found<T>> last) {
    site.blocking().refuseLoops();
    Turn turn = new Turn(1);
    boolean mine = inbox.enter(turn) || mine(turn, until);
    while (mine) {
      Found<T> found = next.get();
      if (found != null) {
        return found;
      }
      turn.reset();
      turn.least = messages.least();
      mine = inbox.enterAgain(turn) || mine(turn, until);
    }
    return last.get();
  }

  /// Waits for the turn.
  ///
  /// @return false at the peer's orderly end
  private boolean mine(Turn turn, long until) {
    Blocking.End end = site.blocking().await(turn, until);
    if (end != Blocking.End.DONE && inbox.withdraw(turn, null)) {
      throw site.losses().cut(end, DOING);
    }
    if (inbox.isHeldBy(turn)) {
      return true;
    }
    MessageReceiving.throwIfBroken(inbox.ending());
    return false;
  }

  private static <T> CompletableFuture<@Nullable T> start(MessageTaking<?>.Later<?, T> later) {
    later.enter();
    return later;
  }

  /// A thread that waits for its turn.
  private final class Turn extends Blocking.Parked implements Inbox.Receiver {
    private volatile int least;

    Turn(int least) {
      this.least = least;
    }

    @Override
    public int least() {
      return least;
    }

    @Override
    public void granted() {
      site.blocking().wake(this);
    }

    @Override
    public void finished(Inbox.Ending last) {
      site.blocking().wake(this);
    }
  }

  /// A future that waits for its turn. Once it has the turn nobody else can complete it, so that no
  /// message is lost.
  private final class Later<F, T> extends CompletableFuture<@Nullable T> implements Inbox.Receiver {
    private final Supplier<@Nullable Found<F>> next;
    private final Supplier<@Nullable Found<F>> last;
    private final Function<Found<F>, @Nullable T> result;
    private volatile int least = 1;

    Later(
        Supplier<@Nullable Found<F>> next,
        Supplier<@Nullable Found<F>> last,
        Function<Found<F>, @Nullable T> result) {
      this.next = next;
      this.last = last;
      this.result = result;
    }

    void enter() {
      if (inbox.enter(this)) {
        granted();
      }
    }

    @Override
    public int least() {
      return least;
    }

    @Override
    public void granted() {
      readers.execute(this::read);
    }

    private void read() {
      boolean turn = true;
      while (turn) {
        Found<F> found;
        try {
          found = next.get();
        } catch (RuntimeException failure) {
          tell(failure);
          return;
        }
        if (found != null) {
          tell(found);
          return;
        }
        least = messages.least();
        turn = inbox.enterAgain(this);
      }
    }

    @Override
    public void finished(Inbox.Ending ending) {
      NetworkException broken = ending.broken();
      if (broken != null) {
        tell(Losses.again(broken));
      } else {
        readers.execute(this::finish);
      }
    }

    private void finish() {
      try {
        Found<F> rest = last.get();
        if (rest == null) {
          site.delivery().run(() -> super.complete(null));
        } else {
          tell(rest);
        }
      } catch (RuntimeException failure) {
        tell(failure);
      }
    }

    private void tell(Found<F> found) {
      site.delivery().run(() -> super.complete(result.apply(found)));
    }

    private void tell(RuntimeException failure) {
      site.delivery().run(() -> super.completeExceptionally(failure));
    }

    @Override
    public boolean complete(@Nullable T value) {
      return inbox.withdraw(this, null) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      return inbox.withdraw(this, null) && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return inbox.withdraw(this, null) && super.cancel(mayInterrupt);
    }
  }

  /// A message that is taken part by part.
  private final class Parts implements IncomingMessage {
    private final MessageContext context;
    private @Nullable Bytes first;
    private boolean over;

    Parts(Found<PartialFramer.Part> first) {
      this.context = first.context();
      this.first = first.content().content();
      this.over = first.content().last();
    }

    @Override
    public MessageContext context() {
      return context;
    }

    @Override
    public @Nullable Bytes receive() {
      return receive(Blocking.FOREVER);
    }

    @Override
    public @Nullable Bytes receive(java.time.Duration limit) {
      return receive(site.blocking().until(limit));
    }

    private @Nullable Bytes receive(long until) {
      Bytes ready = takeFirst();
      while (ready == null && !over) {
        Found<PartialFramer.Part> found =
            await(until, messages::nextPart, MessageTaking.this::missing);
        ready = found == null ? null : taken(found);
      }
      return ready;
    }

    private @Nullable Bytes takeFirst() {
      Bytes ready = first;
      first = null;
      return ready == null || ready.isEmpty() ? null : ready;
    }

    private @Nullable Bytes taken(Found<PartialFramer.Part> found) {
      over = found.content().last();
      Bytes content = found.content().content();
      return content.isEmpty() ? null : content;
    }

    @Override
    public CompletableFuture<@Nullable Bytes> receiveAsync() {
      Bytes ready = takeFirst();
      if (ready != null || over) {
        return CompletableFuture.<@Nullable Bytes>completedFuture(ready);
      }
      return start(
          new Later<PartialFramer.Part, Bytes>(
              messages::nextPart, MessageTaking.this::missing, this::taken));
    }
  }
}
