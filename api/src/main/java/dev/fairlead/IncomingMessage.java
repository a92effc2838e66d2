package dev.fairlead;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A message that is taken in parts, as they come. The next message can be received when this one
/// has been taken to its end. Used by one thread at a time.
public interface IncomingMessage {
  /// What its protocols told.
  MessageContext context();

  /// Waits for the next bytes of the content, at most 64 KiB; null at the end of the message.
  ///
  /// @throws PeerEndedException when the peer ended inside the message
  @Nullable Bytes receive();

  /// As above, waiting for at most `limit`.
  @Nullable Bytes receive(Duration limit);

  /// As above; the future holds null at the end of the message.
  CompletableFuture<@Nullable Bytes> receiveAsync();
}
