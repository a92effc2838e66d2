package dev.fairlead.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.Network;
import java.io.IOException;
import java.net.Socket;
import javax.net.SocketFactory;

/// Existing code benefits unchanged: whoever takes a `SocketFactory` and passes the host name on.
final class ExistingCode {
  /// @param args host and port of an echo server
  static void main(String... args) throws IOException {
    SocketFactory factory = Network.shared().socketFactory();
    var answer = new OldLibrary(factory).ask(args[0], Integer.parseInt(args[1]), "hello");
    IO.println("echo: " + answer);
  }

  /// Somebody else's code, which knows nothing of Fairlead.
  record OldLibrary(SocketFactory factory) {
    String ask(String host, int port, String question) throws IOException {
      try (Socket socket = factory.createSocket(host, port)) { // the addresses of host are raced
        socket.getOutputStream().write(question.getBytes(UTF_8));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
    }
  }
}
