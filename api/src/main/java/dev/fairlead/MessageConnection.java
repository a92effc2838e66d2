package dev.fairlead;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection that carries messages, both ways.
///
/// **Sending.** `send` waits while the outbox is over its limit, takes the message whole and
/// returns; it does not wait for the peer. Messages that wait leave in the order that their
/// [MessageContext] says. Before the connection is ready, up to 256 messages are taken without
/// waiting. A send that is cut short by a deadline or an interrupt was taken whole or not at all.
///
/// **Receiving.** What came waits in the inbox, which is bounded: over its limit reading pauses and
/// the peer is slowed down. A message is decoded by the thread that receives it. At the peer's
/// orderly end `receive` gives null; at a break it throws, after everything that came before the
/// break was delivered. A peer that ends inside a message gives [PeerEndedException], a message
/// that does not parse [MalformedMessageException].
///
/// **After the end.** As with [StreamConnection].
///
/// @param <M> what one message is
public interface MessageConnection<M> extends Connection {
  @Override
  MessageConnection<M> onState(Consumer<ConnectionState> handler);

  @Override
  MessageConnection<M> onPath(Consumer<Path> handler);

  /// Sends one message.
  default void send(M message) {
    send(message, MessageContext.defaults());
  }

  /// Sends one message as `context` says.
  ///
  /// @throws DeadlineException when its lifetime ended before it began
  void send(M message, MessageContext context);

  /// As above, waiting for room for at most `limit`.
  void send(M message, MessageContext context, Duration limit);

  /// Sends one message without waiting: it is taken at once, and the future completes when the
  /// outbox has admitted it. Who does not wait for the future queues without bound.
  default CompletableFuture<Void> sendAsync(M message) {
    return sendAsync(message, MessageContext.defaults());
  }

  /// As above, as `context` says.
  CompletableFuture<Void> sendAsync(M message, MessageContext context);

  /// Begins a message that is sent in parts, after all messages before it have left. Starts the
  /// connection if need be, and waits until it is ready.
  ///
  /// @throws IllegalStateException when this stack has no messages in parts
  default OutgoingMessage begin() {
    return begin(MessageContext.defaults());
  }

  /// As above, as `context` says. Framers that write the length first need
  /// [MessageContext#length(long)].
  OutgoingMessage begin(MessageContext context);

  /// As above, without waiting.
  CompletableFuture<OutgoingMessage> beginAsync(MessageContext context);

  /// Ends our direction after everything sent so far; the peer can go on sending.
  void sendEnd();

  /// As [#sendEnd()]; completes when the end was handed to the system.
  CompletableFuture<Void> sendEndAsync();

  /// Runs `sends` and hands down together what it sends.
  void batch(Runnable sends);

  /// Waits for the next message; null at the peer's end.
  @Nullable M receive();

  /// As above, waiting for at most `limit`.
  @Nullable M receive(Duration limit);

  /// As above; the future holds null at the peer's end.
  CompletableFuture<@Nullable M> receiveAsync();

  /// Waits for the next message and what its protocols told; null at the peer's end.
  @Nullable Message<M> receiveMessage();

  /// As above, waiting for at most `limit`.
  @Nullable Message<M> receiveMessage(Duration limit);

  /// As above; the future holds null at the peer's end.
  CompletableFuture<@Nullable Message<M>> receiveMessageAsync();

  /// Waits for the beginning of the next message, to take it in parts; null at the peer's end.
  ///
  /// @throws IllegalStateException when this stack has no messages in parts, or when the message
  /// before was not taken to its end
  @Nullable IncomingMessage receiveParts();

  /// As above, waiting for at most `limit`.
  @Nullable IncomingMessage receiveParts(Duration limit);

  /// The messages as they come. The iteration ends at the peer's orderly end, and throws at a break
  /// and at a message that does not parse; after the latter it can go on if the connection does.
  Iterable<M> messages();

  /// Calls `handler` with each message, instead of `receive`. While a call runs the inbox fills,
  /// and over its limit reading pauses.
  MessageConnection<M> onMessage(MessageHandler<M> handler);

  /// Goes on with other layers on the byte stream below: see [StreamConnection#upgrade]. The
  /// framers of this connection are done with.
  ///
  /// @throws IllegalStateException when the messages do not stand on a byte stream
  <C extends Connection> C upgrade(Function<? super StreamStack<?>, ? extends Stack<C>> layers);

  /// As above, without waiting. Cancelling the future aborts the connection.
  <C extends Connection> CompletableFuture<C> upgradeAsync(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers);

  /// Accepted bytes that wait to be handed to the system.
  long unsent();

  /// Messages that were taken, and dropped because their lifetime or that of their antecedent ended
  /// before they began.
  long expired();
}
