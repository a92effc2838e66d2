package dev.fairlead;

/// What happens on a message connection, told one call at a time, in order, on the connection's
/// handler executor.
///
/// @param <M> what one message is
@FunctionalInterface
public interface MessageHandler<M> {
  /// A message came.
  void received(MessageConnection<M> connection, Message<M> message);

  /// A message came that does not parse. When the stack is tolerant the next one follows, otherwise
  /// [#lost].
  default void malformed(MessageConnection<M> connection, MalformedMessageException why) {}

  /// The peer ended in good order. By default the connection is closed.
  default void ended(MessageConnection<M> connection) {
    var _ = connection.closeAsync();
  }

  /// The connection broke; nothing follows. Everything that came before was delivered.
  default void lost(MessageConnection<M> connection, NetworkException reason) {}
}
