package dev.fairlead.cli;

import dev.fairlead.ConnectionLostException;
import dev.fairlead.DeadlineException;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Carries standard input to the peer and the peer to standard output, as bytes, with the
/// back-pressure of both.
///
/// It ends when the peer ends. Input that is there already is still handed over then, input that
/// may come is not waited for. When the peer takes no more, what it still says is read to the end.
final class Conversation {
  private static final int BUFFER = 64 * 1024;
  private static final long INPUT_CHECK_MILLIS = 20;

  /// Once the peer has ended: input that it has not taken for this long is given up.
  private static final long INPUT_STUCK_NANOS = 2_000_000_000L;

  private final StreamConnection connection;
  private final Io io;
  private final Manner manner;
  private final CountDownLatch inputDone = new CountDownLatch(1);

  private volatile long lastMoved = System.nanoTime();
  private volatile boolean readingInput;
  private volatile boolean over;
  private volatile @Nullable NetworkException sendFailure;
  private volatile @Nullable IOException inputFailure;

  /// How to converse.
  ///
  /// @param endsAtInputEnd whether the end of the input ends our direction
  /// @param idle after this long without a byte in either direction the conversation is over
  record Manner(boolean endsAtInputEnd, Optional<Duration> idle) {}

  Conversation(StreamConnection connection, Io io, Manner manner) {
    this.connection = connection;
    this.io = io;
    this.manner = manner;
  }

  /// Converses until the peer ends, then closes the connection.
  ///
  /// @param beforeClosing runs while the system still knows the connection
  /// @throws NetworkException when the connection broke
  /// @throws IOException when standard input or output broke
  void hold(Runnable beforeClosing) throws IOException {
    // A platform thread: a read of standard input would pin the carrier of a virtual one.
    Thread.ofPlatform().daemon().name("standard-input").start(this::sendInput);
    try {
      if (receiveToOutput()) {
        awaitInputAtHand();
      }
    } finally {
      over = true;
      beforeClosing.run();
    }
    NetworkException failed = sendFailure;
    if (failed != null) {
      connection.abort();
      throw notTaken(failed);
    }
    connection.close();
    IOException unread = inputFailure;
    if (unread != null) {
      throw new IOException("standard input cannot be read: " + unread.getMessage(), unread);
    }
  }

  /// Whether the peer ended; otherwise nothing moved for too long.
  private boolean receiveToOutput() throws IOException {
    byte[] array = new byte[BUFFER];
    ByteBuffer buffer = ByteBuffer.wrap(array);
    while (true) {
      buffer.clear();
      int count = receive(buffer);
      if (count < 0) {
        return true;
      }
      if (count == 0) {
        return false;
      }
      lastMoved = System.nanoTime();
      writeOut(array, count);
    }
  }

  /// As [StreamConnection#receiveInto], 0 when nothing moved for too long.
  private int receive(ByteBuffer buffer) {
    if (manner.idle().isEmpty()) {
      return connection.receiveInto(buffer);
    }
    Duration left = patience();
    while (!left.isNegative() && !left.isZero()) {
      try {
        return connection.receiveInto(buffer, left);
      } catch (DeadlineException e) {
        // What was sent meanwhile counts as well.
        left = patience();
      }
    }
    return 0;
  }

  private Duration patience() {
    return manner.idle().orElseThrow().minusNanos(System.nanoTime() - lastMoved);
  }

  private void writeOut(byte[] array, int count) throws IOException {
    try {
      io.out().write(array, 0, count);
      io.out().flush();
    } catch (IOException e) {
      over = true;
      connection.abort();
      throw new OutputClosed(e);
    }
  }

  /// Standard output takes no more; as `head` does when it has seen enough.
  static final class OutputClosed extends IOException {
    private static final long serialVersionUID = 1L;

    OutputClosed(IOException cause) {
      super("standard output cannot be written: " + cause.getMessage(), cause);
    }

    boolean readerLeft() {
      String message = String.valueOf(getMessage());
      return message.contains("Broken pipe") || message.contains("Stream closed");
    }
  }

  private void sendInput() {
    byte[] buffer = new byte[BUFFER];
    try {
      int count = readInput(buffer);
      while (count >= 0) {
        connection.send(buffer, 0, count);
        lastMoved = System.nanoTime();
        count = readInput(buffer);
      }
    } catch (NetworkException e) {
      sendFailure = over ? null : e;
    } catch (IllegalStateException e) {
      // The connection was closed by this program while it sent: it said so already.
      over = true;
    } catch (IOException e) {
      inputFailure = e;
    }
    endInput();
    inputDone.countDown();
  }

  private void endInput() {
    if (!manner.endsAtInputEnd() || sendFailure != null || over) {
      return;
    }
    try {
      connection.sendEnd();
    } catch (NetworkException e) {
      sendFailure = over ? null : e;
    } catch (IllegalStateException e) {
      over = true;
    }
  }

  private int readInput(byte[] buffer) throws IOException {
    readingInput = true;
    try {
      return io.in().read(buffer);
    } finally {
      readingInput = false;
    }
  }

  /// Waits while input that is there already goes out, as long as the peer takes it.
  private void awaitInputAtHand() throws IOException {
    long since = System.nanoTime();
    try {
      while (!inputDone.await(INPUT_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
        boolean waitsForMore = readingInput && io.in().available() == 0;
        if (waitsForMore || System.nanoTime() - Math.max(since, lastMoved) > INPUT_STUCK_NANOS) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static NetworkException notTaken(NetworkException failed) {
    return failed instanceof ConnectionLostException lost
        ? new ConnectionLostException(
            "The peer ended before it had taken all of the input: " + lost.getMessage(),
            lost.reason(),
            lost.bytesNotSent(),
            new NetworkException.Details(lost.establishment().orElse(null), lost))
        : failed;
  }
}
