package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Objects;

/// What a connection sends, as an `OutputStream`: each write is a send, so nothing waits in it.
final class StreamOutput extends OutputStream {
  private final StreamConnection connection;
  private final StreamInput.Closing closing;

  StreamOutput(StreamConnection connection, StreamInput.Closing closing) {
    this.connection = connection;
    this.closing = closing;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] content, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, content.length);
    try {
      connection.send(content, offset, length);
    } catch (NetworkException failure) {
      throw StreamInput.translated(failure);
    } catch (IllegalStateException ended) {
      SocketException closed = new SocketException(ended.getMessage());
      closed.initCause(ended);
      throw closed;
    }
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
