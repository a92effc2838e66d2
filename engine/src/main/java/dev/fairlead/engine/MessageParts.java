package dev.fairlead.engine;

import dev.fairlead.ConnectionState;
import dev.fairlead.Framer;
import dev.fairlead.MessageConnection;
import dev.fairlead.MessageHandler;
import dev.fairlead.NetworkException;
import dev.fairlead.engine.spi.Carrier;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a connection of messages has beside the [StreamParts] that it stands on. Nothing here
/// refers
/// to the connection that the program holds.
///
/// @param <M> what one message is
final class MessageParts<M> {
  private final StreamParts stream;
  private final MessageSending<M> sending;
  private final MessageDoor<M> door;
  private final MessageReceiving<M> receiving;
  private final MessageTaking<M> taking;

  /// Guarded by this.
  private @Nullable MessageFeed<M> feed;

  MessageParts(StreamParts stream, boolean tolerant) {
    this.stream = stream;
    StreamSite site = stream.site();
    Wire wire = stream.wire();
    this.sending = new MessageSending<>(stream.sending(), wire.outbox(), site);
    this.door = new MessageDoor<>(sending, stream.sending(), site, stream.life());
    this.receiving = new MessageReceiving<>(wire, site, tolerant);
    this.taking = new MessageTaking<>(receiving, site);
    wire.beforeFlow(this::flows);
    var _ =
        wire.ended()
            .whenComplete(
                (value, failure) -> {
                  if (failure instanceof NetworkException reason) {
                    sending.fail(reason);
                  }
                });
  }

  private void flows(Carrier carrier) {
    open(carrier.layer(FramerLayer.class).map(FramerLayer::framers).orElse(List.of()));
  }

  /// Messages flow by way of these framers; on the loop, before anything comes.
  void open(List<Framer<?>> framers) {
    receiving.open(framers);
    sending.open(framers);
  }

  MessageSending<M> sending() {
    return sending;
  }

  MessageDoor<M> door() {
    return door;
  }

  MessageReceiving<M> receiving() {
    return receiving;
  }

  MessageTaking<M> taking() {
    return taking;
  }

  /// Gives everything from now on to `handler`, instead of the one before.
  void feed(MessageConnection<M> connection, MessageHandler<M> handler) {
    MessageFeed<M> next =
        new MessageFeed<>(
            connection, handler, receiving, stream.wire().outbox(), stream.site().delivery());
    MessageFeed<M> before;
    synchronized (this) {
      before = feed;
      feed = next;
    }
    if (before != null) {
      before.stop();
    }
    next.start();
  }

  /// Lets what was taken leave before the connection is closed, within its close deadline.
  void drain() {
    stream.site().blocking().refuseLoops();
    CompletableFuture<Void> left = drainAsync();
    long until = stream.site().blocking().until(stream.preferences().closeDeadline());
    Blocking.End end = stream.site().blocking().await(left, until);
    assert end != null;
  }

  /// As above, without waiting.
  CompletableFuture<Void> drainAsync() {
    CompletableFuture<Void> left = sending.shut(stream.site().losses().closedHere());
    if (left.isDone() || !(stream.life().state() instanceof ConnectionState.Ready)) {
      return CompletableFuture.completedFuture(null);
    }
    stream
        .site()
        .loop()
        .schedule(
            () -> left.complete(null),
            stream.preferences().closeDeadline().toNanos(),
            TimeUnit.NANOSECONDS);
    return left;
  }
}
