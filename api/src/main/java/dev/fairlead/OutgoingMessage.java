package dev.fairlead;

import java.util.concurrent.CompletableFuture;

/// A message that leaves in parts. It has begun; other messages of the connection wait until it is
/// ended, so it is to be ended soon. Used by one thread at a time.
///
/// Ended by [#close()] without [#end()] it cannot be finished, so the connection is aborted.
public interface OutgoingMessage extends AutoCloseable {
  /// Sends the next bytes of the content, after waiting for room.
  ///
  /// @throws IllegalStateException after the end
  void append(Bytes part);

  /// As above; completes when the bytes were taken.
  CompletableFuture<Void> appendAsync(Bytes part);

  /// The message is complete.
  ///
  /// @throws IllegalStateException when less came than the context's length says; the connection
  /// is aborted then
  void end();

  /// Aborts the connection unless [#end()] was called.
  @Override
  void close();
}
