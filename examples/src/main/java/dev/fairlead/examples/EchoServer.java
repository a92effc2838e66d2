package dev.fairlead.examples;

import dev.fairlead.Identity;
import dev.fairlead.Network;
import dev.fairlead.Tls;
import java.nio.file.Path;

/// A server: one virtual thread per connection; closing the listener ends `serve`.
final class EchoServer {
  /// @param args port, certificate chain and key in PEM
  static void main(String... args) {
    var identity = Identity.pem(Path.of(args[1]), Path.of(args[2]));
    var stack = Tls.overTcp().identity(identity);
    try (var listener = Network.shared().listen(Integer.parseInt(args[0]), stack)) {
      IO.println("listening on port " + listener.port());
      listener.serve(connection -> connection.transferTo(connection)); // with back-pressure
    }
  }
}
