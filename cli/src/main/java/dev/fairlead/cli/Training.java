package dev.fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the launcher `fairlead` runs once while the JVM writes down which classes are needed: the
/// commands that people type most, against a port of this machine that hangs up.
final class Training {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("connect", "--help"),
          List.of("resolve", "localhost"),
          List.of("connect", "--report", "--timeout", "2s", "localhost", "PORT"),
          List.of("connect", "--tls", "--report", "--timeout", "2s", "localhost", "PORT"));

  private Training() {}

  public static void main(String[] args) throws IOException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Io io =
        new Io(
            InputStream.nullInputStream(),
            nowhere,
            new PrintStream(nowhere, false, StandardCharsets.UTF_8));
    try (ServerSocket hangsUp = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(hangsUp));
      String port = Integer.toString(hangsUp.getLocalPort());
      for (List<String> command : COMMANDS) {
        Main.run(
            io, command.stream().map(word -> word.replace("PORT", port)).toArray(String[]::new));
      }
    }
    System.exit(0);
  }

  private static void serve(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException _) {
      // The training is over: its end closed the port.
    }
  }
}
