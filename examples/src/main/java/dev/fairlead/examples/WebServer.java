package dev.fairlead.examples;

import dev.fairlead.Identity;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tls;
import java.nio.file.Path;

/// A web server for one page, too small to be true: it answers whatever is asked.
final class WebServer {
  /// @param args port, certificate chain and key in PEM
  static void main(String... args) {
    var stack = Tls.overTcp().identity(Identity.pem(Path.of(args[1]), Path.of(args[2])));
    try (var listener = Network.shared().listen(Integer.parseInt(args[0]), stack)) {
      IO.println("listening on port " + listener.port());
      listener.serve(WebServer::answer);
    }
  }

  private static void answer(StreamConnection connection) {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      var part = connection.receive();
      if (part == null || request.length() > 8192) {
        return;
      }
      request.append(part.utf8());
    }
    connection.send("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n");
  } // returning closes the connection in good order
}
