package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Tcp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Code that speaks streams keeps speaking streams.
final class Streams {
  /// @param args host and port of an echo server
  static void main(String... args) throws IOException {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    try (var connection = Network.shared().connect(endpoint, Tcp.defaults())) {
      var in = connection.inputStream();
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      var out = new PrintWriter(connection.outputStream(), true, StandardCharsets.UTF_8);
      out.println("a line");
      IO.println("echo: " + reader.readLine());
    }
  }
}
