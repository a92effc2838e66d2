package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.nio.file.Path;

/// A client: by name, over TLS. Addresses are raced, the whole handshake decides the race.
final class Client {
  /// @param args host, port, a PEM file with an authority to believe
  static void main(String... args) {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    var stack = Tls.overTcp().trust(Trust.pem(Path.of(args[2])));
    try (var connection = Network.shared().connect(endpoint, stack)) {
      connection.send("GET / HTTP/1.0\r\nHost: " + args[0] + "\r\n\r\n");
      IO.print(connection.receiveAll(1 << 20).utf8());
      IO.println(connection.establishment()); // the waterfall, readable
    }
  }
}
