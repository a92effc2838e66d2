package dev.fairlead.engine;

import dev.fairlead.Framer;
import dev.fairlead.MessageContext;
import dev.fairlead.NetworkException;
import dev.fairlead.core.framing.Enframer;
import dev.fairlead.core.message.SendEffect;
import dev.fairlead.core.message.SendInput;
import dev.fairlead.core.message.SendOrder;
import dev.fairlead.core.message.Waiting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets the messages of one connection leave in the order that [SendOrder] decides: each is turned
/// into bytes by the thread that sends it, when it is its turn, and put into the [Outbox].
///
/// @param <M> what one message is
final class MessageSending<M> implements Outbox.Sender {
  /// Messages that are taken without waiting while the connection is not ready.
  private static final int TAKEN_MAX = 256;

  private final Sending sending;
  private final Outbox outbox;
  private final StreamSite site;

  /// All below are guarded by this.
  private final SendOrder order = new SendOrder();

  private final Map<Long, Outgoing> waiting = new HashMap<>();
  private final Map<MessageContext, Long> ids = new HashMap<>();
  private final Set<MessageContext> dropped = Collections.newSetFromMap(new WeakHashMap<>());
  private @Nullable Enframer<M> enframer;
  private @Nullable NetworkException broken;
  private @Nullable CompletableFuture<Void> empty;
  private boolean ended;
  private int taken;
  private long lastId;
  private long expired;

  MessageSending(Sending sending, Outbox outbox, StreamSite site) {
    this.sending = sending;
    this.outbox = outbox;
    this.site = site;
  }

  /// A message that waits for its turn.
  interface Outgoing {
    MessageContext context();

    /// Whether its send has returned though it waits.
    boolean isTaken();

    /// It is its turn. Must not block; [#done] is to be called.
    void begins();

    /// It will not leave.
    void dropped(NetworkException why);
  }

  /// Messages can leave now, by way of these framers.
  void open(List<Framer<?>> framers) {
    List<SendEffect> effects;
    synchronized (this) {
      enframer = new Enframer<>(framers);
      effects = order.take(new SendInput.RoomCame());
    }
    perform(effects);
  }

  /// What makes bytes, for whose turn it is.
  synchronized Enframer<M> enframer() {
    return Objects.requireNonNull(enframer, "open");
  }

  /// Writes a message at once when nothing else waits.
  ///
  /// @return false when it has to wait
  boolean sendAtOnce(M message, MessageContext context) {
    if (context.antecedent().isPresent() || context.isLast()) {
      return false;
    }
    synchronized (this) {
      check();
      if (!order.beginAtOnce()) {
        return false;
      }
    }
    boolean made = false;
    try {
      write(message, context);
      made = true;
    } finally {
      done(made);
    }
    return true;
  }

  /// Turns a message into bytes and hands them down; for whose turn it is.
  void write(M message, MessageContext context) {
    handDown(enframer().write(message, context));
  }

  /// Hands bytes down; for whose turn it is.
  void handDown(ByteBuffer bytes) {
    if (bytes.hasRemaining()) {
      sending.sendNow(bytes);
    }
  }

  /// Gets in line.
  void enter(Outgoing message) {
    List<SendEffect> effects;
    synchronized (this) {
      check();
      MessageContext context = message.context();
      MessageContext before = context.antecedent().orElse(null);
      if (before != null && dropped.contains(before)) {
        throw site.losses().expired(context.identifier());
      }
      Waiting asked =
          new Waiting(
              ++lastId,
              context.priority(),
              before == null ? Waiting.NOBODY : ids.getOrDefault(before, Waiting.NOBODY),
              context.lifetime().map(it -> site.blocking().until(it)).orElse(Waiting.NEVER),
              context.isLast());
      waiting.put(asked.id(), message);
      if (context != MessageContext.defaults()) {
        ids.put(context, asked.id());
      }
      taken += message.isTaken() ? 1 : 0;
      ended |= context.isLast();
      effects = order.take(new SendInput.Asked(asked));
    }
    perform(effects);
  }

  /// Whether a message may be taken without waiting because the connection is not ready.
  synchronized boolean takesEarly() {
    return enframer == null && broken == null && taken < TAKEN_MAX;
  }

  /// Gets out of the line.
  ///
  /// @return false when its turn has come, or it was dropped, already
  boolean withdraw(Outgoing message) {
    List<SendEffect> effects = null;
    synchronized (this) {
      for (Map.Entry<Long, Outgoing> each : waiting.entrySet()) {
        if (each.getValue().equals(message)) {
          long id = each.getKey();
          remove(id);
          effects = order.take(new SendInput.Withdrawn(id));
          break;
        }
      }
    }
    if (effects == null) {
      return false;
    }
    perform(effects);
    return true;
  }

  /// The message that had begun has left, or could not be made.
  void done(boolean made) {
    List<SendEffect> effects;
    boolean full = outbox.isFull();
    synchronized (this) {
      if (made && !full && order.finishAtOnce()) {
        return;
      }
      if (full) {
        order.take(new SendInput.RoomGone());
      }
      effects = order.take(made ? new SendInput.Finished() : new SendInput.Failed());
    }
    perform(effects);
    if (full && outbox.watch(this)) {
      admitted();
    }
  }

  /// There is room again.
  @Override
  public void admitted() {
    List<SendEffect> effects;
    synchronized (this) {
      effects = order.take(new SendInput.RoomCame());
    }
    perform(effects);
  }

  /// [#fail] tells everybody.
  @Override
  public void refused(NetworkException reason) {}

  /// Nothing follows what waits.
  void end() {
    List<SendEffect> effects;
    synchronized (this) {
      check();
      ended = true;
      effects = order.take(new SendInput.EndAsked());
    }
    perform(effects);
  }

  /// Nobody may begin to send any more; completes when everything that was taken has left.
  CompletableFuture<Void> shut(NetworkException reason) {
    List<Outgoing> refused = new ArrayList<>();
    List<SendEffect> effects = new ArrayList<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    synchronized (this) {
      if (broken == null && enframer != null) {
        empty = left;
      } else {
        left.complete(null);
      }
      ended = true;
      for (Map.Entry<Long, Outgoing> each : List.copyOf(waiting.entrySet())) {
        if (!each.getValue().isTaken()) {
          remove(each.getKey());
          refused.add(each.getValue());
          effects.addAll(order.take(new SendInput.Withdrawn(each.getKey())));
        }
      }
    }
    refused.forEach(each -> each.dropped(reason));
    perform(effects);
    tellEmpty();
    return left;
  }

  /// Nothing can be sent any more.
  void fail(NetworkException reason) {
    List<Outgoing> all;
    CompletableFuture<Void> waits;
    synchronized (this) {
      if (broken != null) {
        return;
      }
      broken = reason;
      all = new ArrayList<>(waiting.values());
      waiting.clear();
      ids.clear();
      waits = empty;
    }
    all.forEach(each -> each.dropped(Losses.again(reason)));
    if (waits != null) {
      waits.complete(null);
    }
  }

  /// Whether a message that comes now would have to wait.
  synchronized boolean isBusy() {
    return broken == null && !order.isIdle();
  }

  /// How many messages wait.
  synchronized int length() {
    return waiting.size();
  }

  synchronized long expired() {
    return expired;
  }

  private void check() {
    if (broken != null) {
      throw Losses.again(broken);
    }
    if (ended) {
      outbox.check();
      throw new IllegalStateException("nothing can be sent after sendEnd() or a last message");
    }
  }

  private void perform(List<SendEffect> effects) {
    for (SendEffect effect : effects) {
      switch (effect) {
        case SendEffect.Begin(long id) -> begin(id);
        case SendEffect.Drop(long id) -> drop(id);
        case SendEffect.Refuse(long id) -> throw new AssertionError("refused after check: " + id);
        case SendEffect.EndOutput _ -> {
          boolean first = outbox.end();
          assert first || outbox.isEnded();
        }
        case SendEffect.WakeAt(long nanos) -> wakeAt(nanos);
      }
    }
    tellEmpty();
  }

  private void begin(long id) {
    Outgoing message;
    synchronized (this) {
      message = remove(id);
    }
    if (message == null) {
      // Everything failed a moment ago.
      done(false);
    } else {
      message.begins();
    }
  }

  private void drop(long id) {
    Outgoing message;
    synchronized (this) {
      message = remove(id);
      if (message != null) {
        dropped.add(message.context());
        expired += message.isTaken() ? 1 : 0;
      }
    }
    if (message != null) {
      message.dropped(site.losses().expired(message.context().identifier()));
    }
  }

  private @Nullable Outgoing remove(long id) {
    Outgoing message = waiting.remove(id);
    if (message != null) {
      ids.remove(message.context(), id);
      taken -= message.isTaken() ? 1 : 0;
    }
    return message;
  }

  private void tellEmpty() {
    CompletableFuture<Void> told = null;
    synchronized (this) {
      if (empty != null && waiting.isEmpty() && order.isQuiet()) {
        told = empty;
        empty = null;
      }
    }
    if (told != null) {
      told.complete(null);
    }
  }

  private void wakeAt(long nanos) {
    long left = Math.max(0, nanos - site.environment().ticker().nanos());
    try {
      site.loop().schedule(this::timeCame, left, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // The network was closed; whoever waits is told by that.
    }
  }

  private void timeCame() {
    List<SendEffect> effects;
    synchronized (this) {
      effects = order.take(new SendInput.TimeCame(site.environment().ticker().nanos()));
    }
    perform(effects);
  }
}
