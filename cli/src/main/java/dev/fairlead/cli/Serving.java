package dev.fairlead.cli;

import dev.fairlead.DeadlineException;
import dev.fairlead.StreamConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// One of many connections of a listener: what comes goes back, or to standard output.
final class Serving {
  private static final int BUFFER = 64 * 1024;

  private final StreamConnection connection;
  private final Io io;
  private final Optional<Duration> idle;

  Serving(StreamConnection connection, Io io, Optional<Duration> idle) {
    this.connection = connection;
    this.io = io;
    this.idle = idle;
  }

  /// Serves until the peer ends, or until it is silent for too long.
  void run(boolean echo) throws IOException {
    if (echo && idle.isEmpty()) {
      connection.transferTo(connection);
      return;
    }
    byte[] array = new byte[BUFFER];
    ByteBuffer buffer = ByteBuffer.wrap(array);
    int count = receive(buffer);
    while (count >= 0) {
      if (echo) {
        connection.send(array, 0, count);
      } else {
        print(array, count);
      }
      count = receive(buffer.clear());
    }
  }

  private int receive(ByteBuffer buffer) {
    if (idle.isEmpty()) {
      return connection.receiveInto(buffer);
    }
    try {
      return connection.receiveInto(buffer, idle.get());
    } catch (DeadlineException silent) {
      return -1;
    }
  }

  /// Peers take turns, so that what one of them sent in one piece stays in one piece.
  private void print(byte[] array, int count) throws IOException {
    synchronized (io) {
      io.out().write(array, 0, count);
      io.out().flush();
    }
  }
}
