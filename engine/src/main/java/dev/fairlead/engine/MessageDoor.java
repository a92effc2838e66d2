package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.MessageContext;
import dev.fairlead.NetworkException;
import dev.fairlead.OutgoingMessage;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The ways of sending messages: waiting, not waiting, from the loop, which cannot wait, and in
/// parts.
///
/// @param <M> what one message is
final class MessageDoor<M> {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.connection");

  private final MessageSending<M> messages;
  private final Sending sending;
  private final StreamSite site;
  private final ConnectionLife life;
  private final Executor writers;

  MessageDoor(MessageSending<M> messages, Sending sending, StreamSite site, ConnectionLife life) {
    this.messages = messages;
    this.sending = sending;
    this.site = site;
    this.life = life;
    // Not where handlers run: a handler may be waiting for its own message to leave.
    this.writers =
        site.delivery().isOnLoop() ? site.delivery()::run : site.environment().blocking();
  }

  /// Sends `message`, after waiting for its turn and for room.
  void send(M message, MessageContext context, long until) {
    if (messages.sendAtOnce(message, context)) {
      return;
    }
    if (site.loop().inEventLoop() && site.delivery().isOnLoop()) {
      // A handler on the loop is not called again before this has left.
      messages.enter(new Later(message, context, true));
      return;
    }
    if (messages.takesEarly()) {
      messages.enter(new Later(message, context, true));
      return;
    }
    site.blocking().refuseLoops();
    await(new Turn(context), until);
    boolean made = false;
    try {
      messages.write(message, context);
      made = true;
    } finally {
      messages.done(made);
    }
  }

  /// Sends `message` without waiting.
  CompletableFuture<Void> sendAsync(M message, MessageContext context) {
    try {
      if (messages.sendAtOnce(message, context)) {
        return CompletableFuture.completedFuture(null);
      }
      Later later = new Later(message, context, false);
      messages.enter(later);
      return later;
    } catch (NetworkException broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  /// Begins a message in parts.
  OutgoingMessage begin(MessageContext context) {
    await(new Turn(context), Blocking.FOREVER);
    return begun(context);
  }

  /// As above, without waiting.
  CompletableFuture<OutgoingMessage> beginAsync(MessageContext context) {
    try {
      Beginning beginning = new Beginning(context);
      messages.enter(beginning);
      return beginning;
    } catch (NetworkException broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  private OutgoingMessage begun(MessageContext context) {
    boolean made = false;
    try {
      messages.handDown(messages.enframer().begin(context));
      made = true;
    } finally {
      if (!made) {
        messages.done(false);
      }
    }
    return new Parts();
  }

  private void await(Turn turn, long until) {
    messages.enter(turn);
    Blocking.End end = site.blocking().await(turn, until);
    if (end != Blocking.End.DONE && messages.withdraw(turn)) {
      throw site.losses().cut(end, "a send to");
    }
    // What was granted in the last moment is used.
    NetworkException why = turn.why;
    if (why != null) {
      throw Losses.again(why);
    }
  }

  /// A thread that waits for its turn.
  private final class Turn extends Blocking.Parked implements MessageSending.Outgoing {
    private final MessageContext context;
    private volatile @Nullable NetworkException why;

    Turn(MessageContext context) {
      this.context = context;
    }

    @Override
    public MessageContext context() {
      return context;
    }

    @Override
    public boolean isTaken() {
      return false;
    }

    @Override
    public void begins() {
      site.blocking().wake(this);
    }

    @Override
    public void dropped(NetworkException reason) {
      why = reason;
      site.blocking().wake(this);
    }
  }

  /// A message that waits without a thread.
  private final class Later extends CompletableFuture<Void> implements MessageSending.Outgoing {
    private final M message;
    private final MessageContext context;
    private final boolean taken;

    Later(M message, MessageContext context, boolean taken) {
      this.message = message;
      this.context = context;
      this.taken = taken;
    }

    @Override
    public MessageContext context() {
      return context;
    }

    @Override
    public boolean isTaken() {
      return taken;
    }

    @Override
    public void begins() {
      writers.execute(this::write);
    }

    private void write() {
      RuntimeException failed = null;
      try {
        messages.write(message, context);
      } catch (RuntimeException failure) {
        failed = failure;
      }
      messages.done(failed == null);
      tell(failed);
    }

    private void tell(@Nullable RuntimeException failed) {
      if (failed != null && taken && !(failed instanceof NetworkException)) {
        LOG.log(Level.WARNING, "a message that send() had taken could not be encoded", failed);
      }
      site.delivery()
          .run(
              () -> {
                if (failed == null) {
                  complete(null);
                } else {
                  completeExceptionally(failed);
                }
              });
    }

    @Override
    public void dropped(NetworkException reason) {
      site.delivery().run(() -> completeExceptionally(reason));
    }

    /// Cancelling takes the message back, unless its turn has come.
    @Override
    public boolean cancel(boolean mayInterrupt) {
      return messages.withdraw(this) && super.cancel(mayInterrupt);
    }
  }

  /// A message in parts that waits without a thread.
  private final class Beginning extends CompletableFuture<OutgoingMessage>
      implements MessageSending.Outgoing {
    private final MessageContext context;

    Beginning(MessageContext context) {
      this.context = context;
    }

    @Override
    public MessageContext context() {
      return context;
    }

    @Override
    public boolean isTaken() {
      return false;
    }

    @Override
    public void begins() {
      writers.execute(this::write);
    }

    private void write() {
      try {
        OutgoingMessage parts = begun(context);
        site.delivery().run(() -> tell(parts));
      } catch (RuntimeException failure) {
        site.delivery().run(() -> completeExceptionally(failure));
      }
    }

    private void tell(OutgoingMessage parts) {
      if (!complete(parts)) {
        parts.close();
      }
    }

    @Override
    public void dropped(NetworkException reason) {
      site.delivery().run(() -> completeExceptionally(reason));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return messages.withdraw(this) && super.cancel(mayInterrupt);
    }
  }

  /// A message on its way, part by part.
  private final class Parts implements OutgoingMessage {
    private volatile boolean over;

    @Override
    public void append(Bytes part) {
      sending.send(bytes(part), Blocking.FOREVER);
    }

    @Override
    public CompletableFuture<Void> appendAsync(Bytes part) {
      return sending.sendAsync(bytes(part));
    }

    private java.nio.ByteBuffer bytes(Bytes part) {
      if (over) {
        throw new IllegalStateException("the message was ended");
      }
      return messages.enframer().append(part);
    }

    @Override
    public void end() {
      if (over) {
        throw new IllegalStateException("the message was ended");
      }
      boolean made = false;
      try {
        messages.handDown(messages.enframer().end());
        made = true;
      } finally {
        over = true;
        if (!made) {
          life.abort();
        }
        messages.done(made);
      }
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        life.abort();
        messages.done(false);
      }
    }
  }
}
