package dev.fairlead.bench;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import dev.fairlead.testkit.Conditioner;
import dev.fairlead.testkit.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How near the link conditioner comes to its settings, measured from outside over real loopback:
/// what a program sees of delay, rate and loss. Prints a table.
final class Accuracy {
  /// Of a packet of 1500 bytes.
  private static final double PAYLOAD = 1460.0 / 1500;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Network network;
  private final Endpoint server;

  private Accuracy(Network network, Endpoint server) {
    this.network = network;
    this.server = server;
  }

  /// Measures and prints.
  static void run() throws Exception {
    try (Network network = Network.builder().build();
        Listener<StreamConnection> listener = network.listen(0, Tcp.defaults())) {
      listener.onConnection(c -> Thread.startVirtualThread(() -> serve(c)));
      Accuracy accuracy = new Accuracy(network, Endpoint.of("127.0.0.1", listener.port()));
      accuracy.warmUp();
      IO.println(
          "Half a round trip over a perfect link, which is in every delay: %.2f ms"
              .formatted(accuracy.halfRoundTrip(Link.perfect())));
      IO.println("");
      IO.println("| setting | measured as | set | measured | off by |");
      IO.println("|---|---|---|---|---|");
      for (int millis : new int[] {10, 25, 100, 280}) {
        accuracy.delay(millis);
      }
      for (double megabits : new double[] {0.768, 1.6, 12, 50, 200}) {
        accuracy.down(megabits);
        accuracy.up(megabits);
      }
      for (double share : new double[] {0.02, 0.05, 0.1}) {
        accuracy.loss(share);
      }
    }
  }

  /// Answers each request: eight bytes that say how many bytes to take and how many to give.
  private static void serve(StreamConnection c) {
    try (c) {
      for (Bytes order = c.receive(8, 8); order != null; order = c.receive(8, 8)) {
        int take = order.asByteBuffer().getInt(0);
        int give = order.asByteBuffer().getInt(4);
        receive(c, take);
        send(c, give);
      }
    } catch (RuntimeException gone) {
      // The client has what it wants.
      c.abort();
    }
  }

  private void warmUp() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (StreamConnection c = connect(Link.perfect().rate(1_000_000_000))) {
        order(c, 2_000_000, 1);
        send(c, 2_000_000);
        receive(c, 1);
        order(c, 0, 2_000_000);
        receive(c, 2_000_000);
      }
    }
  }

  private void delay(int millis) {
    double measured = halfRoundTrip(Link.perfect().delay(Duration.ofMillis(millis)));
    row("delay", "half a round trip, median of 21", millis, measured, "ms");
  }

  private double halfRoundTrip(Link link) {
    try (StreamConnection c = connect(link)) {
      double[] times = new double[21];
      for (int i = 0; i < times.length; i++) {
        long begin = System.nanoTime();
        order(c, 0, 1);
        receive(c, 1);
        times[i] = (System.nanoTime() - begin) / 2e6;
      }
      Arrays.sort(times);
      return times[10];
    }
  }

  private void down(double megabits) {
    Link link = Link.perfect().down(way -> way.rate(Math.round(megabits * 1e6)));
    try (StreamConnection c = connect(link)) {
      int bytes = bytes(megabits);
      order(c, 0, bytes);
      receive(c, 20_000);
      long begin = System.nanoTime();
      receive(c, bytes - 20_000);
      rate("down", megabits, bytes - 20_000, System.nanoTime() - begin);
    }
  }

  private void up(double megabits) {
    Link link = Link.perfect().up(way -> way.rate(Math.round(megabits * 1e6)));
    try (StreamConnection c = connect(link)) {
      int bytes = bytes(megabits);
      long begin = System.nanoTime();
      order(c, bytes, 1);
      send(c, bytes);
      receive(c, 1);
      rate("up", megabits, bytes, System.nanoTime() - begin);
    }
  }

  /// About two seconds' worth.
  private static int bytes(double megabits) {
    return (int) (megabits * 1e6 / 8 * 2);
  }

  private static void rate(String way, double megabits, int bytes, long nanos) {
    String how = "content through a " + way + "load of 2 s, with 40 bytes per 1460";
    row("rate " + way, how, megabits, bytes * 8e3 / nanos / PAYLOAD, "Mbit/s");
  }

  /// Round trips of one segment each way take 20 ms, or 200 ms more when one of the two is lost.
  private void loss(double share) throws Exception {
    int connections = 200;
    // The smaller the share, the more it takes to tell it.
    int rounds = (int) Math.round(16 / share);
    Link link = Link.perfect().delay(Duration.ofMillis(10)).loss(share);
    List<Future<int[]>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        runs.add(threads.submit(() -> slowRounds(link, rounds)));
      }
    }
    int slow = 0;
    for (Future<int[]> run : runs) {
      slow += run.resultNow()[0];
    }
    double slowShare = slow / (double) (connections * rounds);
    double lost = 1 - Math.sqrt(1 - slowShare);
    String how = "of " + connections * rounds + " round trips, those with a resend";
    row("loss", how, share * 100, lost * 100, "%");
  }

  private int[] slowRounds(Link link, int rounds) {
    int slow = 0;
    try (StreamConnection c = connect(link)) {
      for (int i = 0; i < rounds; i++) {
        long begin = System.nanoTime();
        order(c, 0, 1);
        receive(c, 1);
        slow += System.nanoTime() - begin > 120_000_000L ? 1 : 0;
      }
    }
    return new int[] {slow};
  }

  private static void row(String setting, String how, double set, double measured, String unit) {
    IO.println(
        "| %s | %s | %.4g %s | %.4g %s | %+.1f %% |"
            .formatted(setting, how, set, unit, measured, unit, (measured / set - 1) * 100));
  }

  private StreamConnection connect(Link link) {
    return network.connect(server, Conditioner.over(Tcp.defaults(), link));
  }

  private static void order(StreamConnection c, int take, int give) {
    c.send(java.nio.ByteBuffer.allocate(8).putInt(take).putInt(give).flip());
  }

  private static void send(StreamConnection c, int bytes) {
    byte[] block = new byte[64 * 1024];
    for (int sent = 0; sent < bytes; sent += block.length) {
      c.send(block, 0, Math.min(block.length, bytes - sent));
    }
  }

  private static void receive(StreamConnection c, int bytes) {
    int left = bytes;
    while (left > 0) {
      Bytes content = c.receive(1, Math.min(left, 64 * 1024), PATIENCE);
      if (content == null) {
        throw new IllegalStateException("it ended early");
      }
      left -= content.length();
    }
  }
}
