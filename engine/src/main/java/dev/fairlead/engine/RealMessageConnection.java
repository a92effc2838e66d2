package dev.fairlead.engine;

import dev.fairlead.Connection;
import dev.fairlead.ConnectionState;
import dev.fairlead.FramedStack;
import dev.fairlead.IncomingMessage;
import dev.fairlead.Message;
import dev.fairlead.MessageConnection;
import dev.fairlead.MessageContext;
import dev.fairlead.MessageHandler;
import dev.fairlead.OutgoingMessage;
import dev.fairlead.Path;
import dev.fairlead.Stack;
import dev.fairlead.StreamStack;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a program holds of a connection of framed messages: the parts of a stream, and on top of
/// them the order of sending and the reading of messages.
///
/// @param <M> what one message is
final class RealMessageConnection<M> extends Front implements MessageConnection<M> {
  private final MessageParts<M> messages;

  RealMessageConnection(StreamParts parts, FramedStack<?> stack) {
    super(parts);
    this.messages = new MessageParts<>(parts, stack.isTolerant());
  }

  /// The parts of the messages.
  MessageParts<M> messageParts() {
    return messages;
  }

  @Override
  public MessageConnection<M> onState(Consumer<ConnectionState> handler) {
    parts.life().onState(handler);
    return this;
  }

  @Override
  public MessageConnection<M> onPath(Consumer<Path> handler) {
    parts.pathWatch().tell(handler);
    return this;
  }

  @Override
  public void close() {
    messages.drain();
    super.close();
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    return messages.drainAsync().thenCompose(drained -> super.closeAsync());
  }

  @Override
  public void send(M message, MessageContext context) {
    messages.door().send(checked(message), context, Blocking.FOREVER);
  }

  @Override
  public void send(M message, MessageContext context, Duration limit) {
    messages.door().send(checked(message), context, until(limit));
  }

  @Override
  public CompletableFuture<Void> sendAsync(M message, MessageContext context) {
    return messages.door().sendAsync(checked(message), context);
  }

  private M checked(M message) {
    return Objects.requireNonNull(message, "message");
  }

  @Override
  public OutgoingMessage begin(MessageContext context) {
    ready();
    return messages.door().begin(context);
  }

  @Override
  public CompletableFuture<OutgoingMessage> beginAsync(MessageContext context) {
    start();
    return messages.door().beginAsync(context);
  }

  @Override
  public void sendEnd() {
    calls.refuseEndOfBoth();
    messages.sending().end();
  }

  @Override
  public CompletableFuture<Void> sendEndAsync() {
    calls.refuseEndOfBoth();
    messages.sending().end();
    return calls.delivered(parts.wire().ended());
  }

  @Override
  public void batch(Runnable sends) {
    calls.batch(sends);
  }

  @Override
  public @Nullable M receive() {
    return content(messages.taking().receive(Blocking.FOREVER));
  }

  @Override
  public @Nullable M receive(Duration limit) {
    return content(messages.taking().receive(until(limit)));
  }

  private static <M> @Nullable M content(MessageReceiving.@Nullable Found<M> found) {
    return found == null ? null : found.content();
  }

  @Override
  public CompletableFuture<@Nullable M> receiveAsync() {
    return messages.taking().receiveAsync(MessageReceiving.Found::content);
  }

  @Override
  public @Nullable Message<M> receiveMessage() {
    return MessageReceiving.message(messages.taking().receive(Blocking.FOREVER));
  }

  @Override
  public @Nullable Message<M> receiveMessage(Duration limit) {
    return MessageReceiving.message(messages.taking().receive(until(limit)));
  }

  @Override
  public CompletableFuture<@Nullable Message<M>> receiveMessageAsync() {
    return messages.taking().receiveAsync(found -> new Message<>(found.content(), found.context()));
  }

  @Override
  public @Nullable IncomingMessage receiveParts() {
    return messages.taking().receiveParts(Blocking.FOREVER);
  }

  @Override
  public @Nullable IncomingMessage receiveParts(Duration limit) {
    return messages.taking().receiveParts(until(limit));
  }

  @Override
  public Iterable<M> messages() {
    return () -> new Coming<>(this);
  }

  @Override
  public MessageConnection<M> onMessage(MessageHandler<M> handler) {
    messages.feed(this, handler);
    return this;
  }

  @Override
  public <C extends Connection> C upgrade(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers) {
    return upgrading().upgrade(this, layers, messages.receiving().takeHeld());
  }

  @Override
  public <C extends Connection> CompletableFuture<C> upgradeAsync(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers) {
    return upgrading().upgradeAsync(this, layers, messages.receiving().takeHeld());
  }

  @Override
  public long unsent() {
    return parts.wire().unsent();
  }

  @Override
  public long expired() {
    return messages.sending().expired();
  }
}
