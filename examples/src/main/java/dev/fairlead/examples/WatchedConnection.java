package dev.fairlead.examples;

import dev.fairlead.ConnectionState;
import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.Tcp;
import java.time.Duration;

/// A connection that is watched and steered before it is ready.
final class WatchedConnection {
  /// @param args host and port of an echo server
  static void main(String... args) {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    var patient = Preferences.defaults().waitForConnectivity().noDeadline();
    var connection = Network.shared().open(endpoint, Tcp.defaults(), patient);
    connection.onState(
        state -> {
          IO.println(state);
          if (state instanceof ConnectionState.Waiting) {
            connection.restart(); // or tryNextEndpoint(), or abort()
          }
        });
    connection.start(); // returns at once
    connection.send("hello"); // queues until ready
    connection.ready(Duration.ofSeconds(10));
    connection.sendEnd();
    IO.println("echo: " + connection.receiveAll(1024).utf8());
    connection.close();
  }
}
