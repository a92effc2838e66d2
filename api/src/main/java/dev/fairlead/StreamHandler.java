package dev.fairlead;

/// What happens on a stream, told one call at a time, in order, on the connection's handler
/// executor.
@FunctionalInterface
public interface StreamHandler {
  /// Bytes came.
  void received(StreamConnection connection, Bytes content);

  /// The peer ended its direction in good order. By default the connection is closed.
  default void ended(StreamConnection connection) {
    var _ = connection.closeAsync();
  }

  /// The connection broke; nothing follows. Everything that came before was delivered.
  default void lost(StreamConnection connection, NetworkException reason) {}
}
