package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.Identity;
import dev.fairlead.LengthPrefix;
import dev.fairlead.Network;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.json.Json;
import java.nio.file.Path;
import java.time.Duration;

/// Typed messages: a codec on a framer on TLS. What flows is a Move, at compile time.
final class TypedMessages {
  record Move(int row, int column) {}

  /// @param args a certificate for localhost and its key, as PEM files
  static void main(String... args) {
    var tls =
        Tls.overTcp()
            .identity(Identity.pem(Path.of(args[0]), Path.of(args[1])))
            .trust(Trust.pem(Path.of(args[0])));
    var stack = Json.of(Move.class).over(LengthPrefix.over(tls));

    var network = Network.shared();
    try (var listener = network.listen(0, stack)) {
      listener.onConnection(
          c -> c.onMessage((game, move) -> game.send(new Move(move.content().column(), 0))));

      try (var game = network.connect(Endpoint.of("localhost", listener.port()), stack)) {
        game.send(new Move(1, 2));
        var reply = game.receive(Duration.ofSeconds(30)); // a Move, or null at the peer's end
        IO.println(reply);
      }
    }
  }
}
