package dev.fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Runs measurements, each as paired and interleaved runs of two contenders, and prints a table of
/// ratios. Arguments choose rows by a part of their name.
public final class Compare {
  private static final int WARM_UPS = 4;

  /// Connecting is a long path of which each run takes every step only a few thousand times.
  private static final int CONNECT_WARM_UPS = 40;

  private final Path keys;
  private final int pairs = Integer.getInteger("bench.pairs", 15);
  private final long millis = Long.getLong("bench.millis", 1000);
  private final Random order = new Random(1);

  private Compare(Path keys) {
    this.keys = keys;
  }

  /// One row: what is run, by whom, where, and which of the answers counts.
  ///
  /// @param figure index of the number in the worker's answer
  /// @param goal what the ratio is held against
  private record Row(
      String name,
      String ours,
      String theirs,
      String kind,
      String layer,
      String command,
      String cores,
      int figure,
      String goal) {}

  private static Row row(String... c) {
    return new Row(c[0], c[1], c[2], c[3], c[4], c[5], c[6], Integer.parseInt(c[7]), c[8]);
  }

  private static final String LOOP = "fairlead-loop";
  private static final String BLOCKING = "fairlead-blocking";

  private static final List<Row> ROWS =
      List.of(
          row(
              "framed messages, 64 B p50, blocking, beside bytes",
              "messages",
              "fairlead-blocking",
              "echo",
              "plain",
              "ping 64",
              "0/1",
              "0",
              ""),
          row(
              "framed messages, 64 KiB p50, blocking, beside bytes",
              "messages",
              "fairlead-blocking",
              "echo",
              "plain",
              "ping 65536",
              "0/1",
              "0",
              ""),
          row(
              "typed JSON messages, bulk, beside Socket and Jackson",
              "messages-json",
              "socket-json",
              "sink",
              "plain",
              "bulk 64",
              "0/1",
              "0",
              ""),
          row(
              "typed JSON messages, p50, beside Socket and Jackson",
              "messages-json",
              "socket-json",
              "echo",
              "plain",
              "ping 64",
              "0/1",
              "0",
              ""),
          row("bulk 64 KiB", LOOP, "netty", "sink", "plain", "bulk 65536", "0/1", "0", "≥ 0.95"),
          row("bulk 1 MiB", LOOP, "netty", "sink", "plain", "bulk 1048576", "0/1", "0", "≥ 0.95"),
          row(
              "bulk 64 KiB, blocking",
              BLOCKING,
              "netty",
              "sink",
              "plain",
              "bulk 65536",
              "0/1",
              "0",
              ""),
          row(
              "bulk TLS 64 KiB, blocking",
              BLOCKING,
              "netty",
              "sink",
              "tls",
              "bulk 65536",
              "0/1",
              "0",
              ""),
          row(
              "bulk 64 KiB, blocking, beside a raw channel",
              BLOCKING,
              "channel",
              "sink",
              "plain",
              "bulk 65536",
              "0/1",
              "0",
              ""),
          row(
              "bulk 64 KiB, blocking, beside Socket",
              BLOCKING,
              "socket",
              "sink",
              "plain",
              "bulk 65536",
              "0/1",
              "0",
              ""),
          row("bulk TLS 64 KiB", LOOP, "netty", "sink", "tls", "bulk 65536", "0/1", "0", "≥ 0.95"),
          row("bulk TLS 1 MiB", LOOP, "netty", "sink", "tls", "bulk 1048576", "0/1", "0", "≥ 0.95"),
          row(
              "64 B p50, handlers, one core",
              LOOP,
              "netty",
              "echo",
              "plain",
              "ping 64",
              "0/0",
              "0",
              "≤ 1.10"),
          row(
              "64 B p50, handlers, two cores",
              LOOP,
              "netty",
              "echo",
              "plain",
              "ping 64",
              "0/1",
              "0",
              "≤ 1.10"),
          row(
              "64 B p50, blocking, one core",
              BLOCKING,
              "socket",
              "echo",
              "plain",
              "ping 64",
              "0/0",
              "0",
              "≤ 1.0"),
          row(
              "64 B p50, blocking, two cores",
              BLOCKING,
              "socket",
              "echo",
              "plain",
              "ping 64",
              "0/1",
              "0",
              "≤ 1.25"),
          row(
              "64 B p50, handlers, beside a raw channel",
              LOOP,
              "channel",
              "echo",
              "plain",
              "ping 64",
              "0/0",
              "0",
              ""),
          row(
              "connections per second, handlers",
              LOOP,
              "netty",
              "echo",
              "plain",
              "connects 1",
              "0/1",
              "0",
              "≥ 0.9"),
          row(
              "connections per second, blocking",
              BLOCKING,
              "socket",
              "echo",
              "plain",
              "connects 1",
              "0/1",
              "0",
              ""),
          row(
              "allocated bytes per round trip, handlers",
              LOOP,
              "netty",
              "echo",
              "plain",
              "ping 64",
              "0/1",
              "2",
              ""));

  /// Rows whose names contain one of `args`, or all.
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("fairlead-bench");
    Path keys = Keys.make(folder);
    try {
      Compare compare = new Compare(keys);
      System.out.println(machine());
      System.out.println();
      System.out.println(
          "| measurement | ours | theirs | ratio (95 % interval) | medians | goal |");
      System.out.println("|---|---|---|---|---|---|");
      for (Row row : ROWS) {
        if (args.length == 0 || Arrays.stream(args).anyMatch(row.name::contains)) {
          System.out.println(compare.measure(row));
        }
      }
      if (args.length == 0 || Arrays.asList(args).contains("race")) {
        System.out.println(compare.race());
      }
      if (args.length == 0 || Arrays.asList(args).contains("idle")) {
        new Idle(keys).report().forEach(System.out::println);
      }
      if (args.length == 0 || Arrays.asList(args).contains("accuracy")) {
        Accuracy.run();
      }
    } finally {
      Files.deleteIfExists(keys);
      Files.deleteIfExists(folder);
    }
  }

  private String measure(Row row) throws IOException {
    double[][] figures = pairs(row);
    double[] ours = figures[0];
    double[] theirs = figures[1];
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.3g / %.3g | %s |",
        row.name,
        row.ours,
        row.theirs,
        Ratio.of(ours, theirs),
        median(ours),
        median(theirs),
        row.goal);
  }

  private double[][] pairs(Row row) throws IOException {
    String[] cores = row.cores.split("/");
    String command = row.command + " " + millis;
    double[] ours = new double[pairs];
    double[] theirs = new double[pairs];
    try (Fork ourServer = server(row.ours, row, cores[0]);
        Fork ourClient = client(row.ours, row, cores[1], ourServer);
        Fork theirServer = server(row.theirs, row, cores[0]);
        Fork theirClient = client(row.theirs, row, cores[1], theirServer)) {
      int warmUps = row.command.startsWith("connects") ? CONNECT_WARM_UPS : WARM_UPS;
      for (int i = 0; i < warmUps; i++) {
        ourClient.ask(command);
        theirClient.ask(command);
      }
      for (int i = 0; i < pairs; i++) {
        boolean oursFirst = order.nextBoolean();
        double first = (oursFirst ? ourClient : theirClient).ask(command)[row.figure];
        double second = (oursFirst ? theirClient : ourClient).ask(command)[row.figure];
        ours[i] = oursFirst ? first : second;
        theirs[i] = oursFirst ? second : first;
      }
    }
    return new double[][] {ours, theirs};
  }

  /// What connecting by a cached name costs beyond Netty's connect, in processor time.
  private String race() throws IOException {
    Row row = row("race", "fairlead-name", "netty", "echo", "plain", "connects 1", "0/1", "1", "");
    double[][] figures = pairs(row);
    double[] beyond = new double[pairs];
    Arrays.setAll(beyond, i -> figures[0][i] - figures[1][i]);
    double mean = Arrays.stream(beyond).average().orElseThrow();
    double squares = Arrays.stream(beyond).map(x -> (x - mean) * (x - mean)).sum();
    double half = 2.145 * Math.sqrt(squares / (pairs - 1) / pairs);
    return String.format(
        Locale.ROOT,
        "| processor time of a warm race by name, beyond Netty's connect | fairlead-name | netty |"
            + " %.2f (total) | %.0f ± %.0f µs beyond %.0f µs | ≤ 50 µs |",
        Ratio.of(figures[0], figures[1]).mean(),
        mean,
        half,
        median(figures[1]));
  }

  private Fork server(String contender, Row row, String cores) throws IOException {
    return Fork.start(cores, keys, "server", contender, row.kind, row.layer);
  }

  private Fork client(String contender, Row row, String cores, Fork server) throws IOException {
    return Fork.start(cores, keys, "client", contender, row.kind, row.layer, server.greeting());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String machine() {
    return "JDK "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors; servers on core 0, clients on core 1 (or both on 0 for one core)";
  }
}
