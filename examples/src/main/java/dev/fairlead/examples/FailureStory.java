package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.Network;
import dev.fairlead.Tls;

/// A failure tells its story.
final class FailureStory {
  /// @param args host and port where nobody speaks TLS
  static void main(String... args) {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    try (var connection = Network.shared().connect(endpoint, Tls.overTcp())) {
      IO.println("connected after all: " + connection.endpoint());
    } catch (EstablishmentException e) {
      IO.println(e.getMessage());
      IO.println("in one word: " + e.reason() + ", curable: " + e.reason().curable());
      e.attempts().forEach(attempt -> IO.println(attempt.target() + " " + attempt.outcome()));
    }
  }
}
