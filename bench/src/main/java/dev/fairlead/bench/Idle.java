package dev.fairlead.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an idle connection costs a server: resident memory and live heap for each of 9,000.
final class Idle {
  private static final int CONNECTIONS = 9000;
  private static final int WARM = 500;

  /// A larger young generation fills with garbage before it is collected first, and would count as
  /// memory that connections need.
  private static final List<String> SMALL = List.of("-Xmn16m");

  private final Path keys;

  Idle(Path keys) {
    this.keys = keys;
  }

  List<String> report() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("");
    rows.add("| idle, 9,000 connections | resident per connection | live heap per connection |");
    rows.add("|---|---|---|");
    rows.add(row("fairlead, handlers", "fairlead-loop", "plain", CONNECTIONS));
    rows.add(
        row(
            "fairlead, serve with a virtual thread each",
            "fairlead-blocking",
            "plain",
            CONNECTIONS));
    rows.add(row("netty", "netty", "plain", CONNECTIONS));
    rows.add(row("socket, a virtual thread each", "socket", "plain", CONNECTIONS));
    rows.add(row("fairlead, handlers, TLS", "fairlead-loop", "tls", CONNECTIONS / 3));
    rows.add(row("netty, TLS", "netty", "tls", CONNECTIONS / 3));
    return rows;
  }

  private String row(String name, String contender, String layer, int connections)
      throws IOException {
    String peer = layer.equals("tls") ? "netty" : "channel";
    try (Fork server = Fork.start("0", keys, SMALL, "server", contender, "sink", layer);
        Fork client = Fork.start("1", keys, "client", peer, "sink", layer, server.greeting())) {
      client.ask("idle " + WARM + " 0");
      double[] before = server.ask("memory");
      client.ask("idle " + connections + " 0");
      double[] after = server.ask("memory");
      return String.format(
          Locale.ROOT,
          "| %s | %.1f KiB | %.1f KiB |",
          name,
          (after[0] - before[0]) / connections,
          (after[1] - before[1]) / 1024 / connections);
    }
  }
}
