package dev.fairlead.examples;

import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Tcp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;

/// Bytes there and back, and deadlines of single calls.
final class Data {
  /// @param args host and port of an echo server
  static void main(String... args) throws IOException {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    try (var connection = Network.shared().connect(endpoint, Tcp.defaults())) {
      connection.send("length "); // waits while the outbox is full, never for the peer
      connection.send(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
      IO.println(connection.receiveExactly(11).slice(0, 6).utf8());

      try {
        connection.receive(Duration.ofMillis(50)); // nothing was sent, so nothing comes
      } catch (DeadlineException e) {
        IO.println("nothing yet"); // only that call ended; the connection goes on
      }

      var file = Files.writeString(Files.createTempFile("fairlead", ".txt"), "a file");
      connection.sendFile(file); // straight from the file where the stack allows that
      connection.sendEnd(); // our direction is done, the peer's goes on
      IO.println(connection.receiveAll(1024).utf8());
      IO.println(connection.transfer()); // bytes, round trips, what was sent again
      Files.delete(file);
    }
  }
}
