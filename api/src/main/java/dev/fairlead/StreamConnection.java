package dev.fairlead;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection that carries bytes in order, both ways.
///
/// **Sending.** `send` waits while the outbox is over its limit, takes the content whole, copies it
/// at most once and returns; the caller may reuse its buffer. It does not wait for the peer. Sends
/// from several threads keep each thread's order, and no send overtakes an earlier one. Before the
/// connection is ready, sends queue. A send that is cut short by a deadline or an interrupt was
/// taken whole or not at all.
///
/// **Receiving.** Bytes wait in the inbox, which is bounded: over its limit reading pauses and the
/// peer is slowed down. At the peer's orderly end `receive` gives null; at a break it throws, after
/// everything that came before the break was delivered.
///
/// **After the end.** A call on a connection that this side closed or aborted throws
/// [ConnectionLostException] with [FailureCause#CANCELLED]; so does one that was waiting then. A
/// send after [#sendEnd()] throws `IllegalStateException`.
public interface StreamConnection extends Connection {
  @Override
  StreamConnection onState(Consumer<ConnectionState> handler);

  @Override
  StreamConnection onPath(Consumer<Path> handler);

  /// Sends all of `content`.
  void send(byte[] content);

  /// Sends `length` bytes of `content` from `offset` on.
  void send(byte[] content, int offset, int length);

  /// Sends what remains in `content`, whose position moves to its limit.
  void send(ByteBuffer content);

  /// As above, waiting for room for at most `limit`.
  void send(ByteBuffer content, Duration limit);

  /// Sends all of `content`.
  void send(Bytes content);

  /// Sends `text` in UTF-8.
  void send(CharSequence text);

  /// Sends what remains in `content` without waiting: the content is taken at once, and the future
  /// completes when the outbox has admitted it. Who does not wait for the future queues without
  /// bound.
  CompletableFuture<Void> sendAsync(ByteBuffer content);

  /// As above.
  CompletableFuture<Void> sendAsync(Bytes content);

  /// Sends content that may be repeated: it may travel before the connection is ready, on every
  /// attempt of the race, so the peer may see it more than once. Only before `ready`, only small
  /// content (16 KiB in all).
  void sendIdempotent(Bytes content);

  /// Ends our direction after everything sent so far; the peer can go on sending.
  void sendEnd();

  /// As [#sendEnd()]; completes when the end was handed to the system.
  CompletableFuture<Void> sendEndAsync();

  /// Sends `count` bytes of a file from `position` on, without a copy where the stack allows that,
  /// with the same back-pressure as `send`.
  ///
  /// @return how many bytes were sent: less than `count` only when the file ends earlier
  long sendFile(java.nio.file.Path file, long position, long count);

  /// Sends a whole file.
  default long sendFile(java.nio.file.Path file) {
    return sendFile(file, 0, Long.MAX_VALUE);
  }

  /// Runs `sends` and hands down together what it sends.
  void batch(Runnable sends);

  /// Waits for bytes and takes what is there, at most 64 KiB; null at the peer's end.
  default @Nullable Bytes receive() {
    return receive(1, 64 * 1024);
  }

  /// As [#receive()], waiting for at most `limit`.
  default @Nullable Bytes receive(Duration limit) {
    return receive(1, 64 * 1024, limit);
  }

  /// Waits until at least `least` bytes are there or the peer ended, and takes at most `most`; null
  /// when the peer ended and nothing is left. `least` must not be above the inbox limit.
  @Nullable Bytes receive(int least, int most);

  /// As above, waiting for at most `limit`. What has come stays for the next call.
  @Nullable Bytes receive(int least, int most, Duration limit);

  /// As above; the future holds null at the peer's end.
  CompletableFuture<@Nullable Bytes> receiveAsync(int least, int most);

  /// Waits for bytes and puts them into `target`, without allocating.
  ///
  /// @return how many, or -1 at the peer's end
  int receiveInto(ByteBuffer target);

  /// As above, waiting for at most `limit`.
  int receiveInto(ByteBuffer target, Duration limit);

  /// Waits for exactly `count` bytes, which may be more than the inbox holds.
  ///
  /// @throws PeerEndedException when the peer ends before; what came can still be received
  Bytes receiveExactly(int count);

  /// As above, waiting for at most `limit` in all.
  Bytes receiveExactly(int count, Duration limit);

  /// Receives until the peer ends.
  ///
  /// @throws IllegalStateException when there is more than `limit` bytes; none of them was taken
  Bytes receiveAll(int limit);

  /// Receives until the peer ends, within `time` in all.
  Bytes receiveAll(int limit, Duration time);

  /// Receives until the peer ends and sends everything to `target`, with back-pressure; ends the
  /// target's direction at the end. The target may be this connection itself: an echo.
  ///
  /// @return how many bytes
  long transferTo(StreamConnection target);

  /// Receives until the peer ends and writes everything to `target`.
  long transferTo(WritableByteChannel target);

  /// Calls `handler` with all that comes, instead of `receive`, at most 64 KiB at a time. While a
  /// call runs the inbox fills, and over its limit reading pauses.
  StreamConnection onReceive(StreamHandler handler);

  /// A view whose failures are `IOException`s; closing it closes the connection.
  InputStream inputStream();

  /// A view that sends on each write, without a buffer of its own; closing it ends our direction
  /// and then closes the connection as a socket does.
  OutputStream outputStream();

  /// Goes on with other layers on top of this running stream: TLS after plain text (`STARTTLS`,
  /// RFC 3207), messages after bytes.
  ///
  /// ```java
  /// var secure = c.upgrade(Tls::over);          // the same connection, in TLS from here on
  /// var lines = c.upgrade(Lines::over);         // a MessageConnection<String>
  /// ```
  ///
  /// What was sent before leaves as it is. A client must have received everything: bytes of the
  /// peer that are still here were said before the new layer protects anything, so a client's
  /// upgrade to TLS fails when there are any, and the connection is aborted. On the side that took
  /// the connection they are given to the new layer, as the beginning of its handshake, and never
  /// to the program.
  ///
  /// Starts the connection if need be and blocks until the new layers are ready. Nobody else may
  /// send or receive meanwhile. When it fails the connection is broken.
  ///
  /// @param layers puts the new layers on this stream, which it is given as their lowest layer
  /// @return this connection, or, when the topmost new layer carries messages, a connection of
  /// messages that has taken its place
  /// @throws EstablishmentException when the new layers cannot be had
  /// @throws ConnectionLostException when the peer does not go along
  <C extends Connection> C upgrade(Function<? super StreamStack<?>, ? extends Stack<C>> layers);

  /// As above, without waiting. Cancelling the future aborts the connection.
  <C extends Connection> CompletableFuture<C> upgradeAsync(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers);

  /// Accepted bytes that wait to be handed to the system.
  long unsent();

  /// Received bytes that wait to be taken.
  int available();
}
