package dev.fairlead.engine;

import dev.fairlead.DeadlineException;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a connection receives, as an `InputStream`.
final class StreamInput extends InputStream {
  private final StreamConnection connection;
  private final Supplier<@Nullable Duration> limit;
  private final Closing closing;

  /// How a view closes what it belongs to.
  @FunctionalInterface
  interface Closing {
    void close() throws IOException;
  }

  /// @param limit for each read, null for none
  StreamInput(StreamConnection connection, Supplier<@Nullable Duration> limit, Closing closing) {
    this.connection = connection;
    this.limit = limit;
    this.closing = closing;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    try {
      ByteBuffer view = ByteBuffer.wrap(target, offset, length);
      Duration most = limit.get();
      return most == null ? connection.receiveInto(view) : connection.receiveInto(view, most);
    } catch (NetworkException failure) {
      throw translated(failure);
    }
  }

  @Override
  public int available() {
    return connection.available();
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }

  /// The failure as code that expects a socket knows it.
  static IOException translated(NetworkException failure) {
    String message = failure.getMessage();
    IOException translated =
        switch (failure) {
          case DeadlineException _ -> new SocketTimeoutException(message);
          case InterruptedOperationException _ -> new InterruptedIOException(message);
          default -> new java.net.SocketException(message);
        };
    translated.initCause(failure);
    return translated;
  }
}
