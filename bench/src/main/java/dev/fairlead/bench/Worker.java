package dev.fairlead.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One end of a measurement in a process of its own. It takes commands on standard input and
/// answers each with one line of numbers.
public final class Worker {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Contender contender;
  private final Contender.Job job;
  private final int port;
  private final Samples roundTrips = new Samples();
  private final List<Contender.Client> idle = new ArrayList<>();
  private Contender.Client client;

  private Worker(Contender contender, Contender.Job job, int port) throws Exception {
    this.contender = contender;
    this.job = job;
    this.port = port;
    this.client = contender.connect(job, port);
  }

  /// `server|client CONTENDER echo|sink tls|plain [PORT]`.
  public static void main(String[] args) throws Exception {
    Contender contender = Contender.named(args[1]);
    Contender.Job job = new Contender.Job(args[2].equals("echo"), args[3].equals("tls"));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Worker worker = null;
    if (args[0].equals("server")) {
      System.out.println(contender.serve(job));
    } else {
      worker = new Worker(contender, job, Integer.parseInt(args[4]));
      System.out.println("connected");
    }
    String line;
    while ((line = commands.readLine()) != null) {
      String[] words = line.split(" ");
      System.out.println(
          words[0].equals("memory") || worker == null ? memory() : worker.run(words));
    }
    System.exit(0);
  }

  private String run(String[] words) throws Exception {
    int count = Integer.parseInt(words[1]);
    long nanos = Long.parseLong(words[2]) * 1_000_000;
    return switch (words[0]) {
      case "bulk" -> bulk(new byte[count], nanos);
      case "ping" -> ping(new byte[count], nanos);
      case "connects" -> connects(nanos);
      case "idle" -> idle(count);
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private String bulk(byte[] chunk, long nanos) throws Exception {
    long from = System.nanoTime();
    long bytes = client.bulk(chunk, nanos);
    return String.valueOf(bytes * 8.0 / (System.nanoTime() - from));
  }

  private String ping(byte[] message, long nanos) throws Exception {
    roundTrips.clear();
    long allocated = THREADS.getTotalThreadAllocatedBytes();
    client.pingPong(message, nanos, roundTrips);
    double perMessage =
        (THREADS.getTotalThreadAllocatedBytes() - allocated) / (double) roundTrips.count();
    return roundTrips.quantile(0.5) / 1e3
        + " "
        + roundTrips.quantile(0.99) / 1e3
        + " "
        + perMessage;
  }

  /// Connect, one byte there and back, close: how many per second, and processor time for each.
  private String connects(long nanos) throws Exception {
    byte[] one = new byte[1];
    long cpu = SYSTEM.getProcessCpuTime();
    long from = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - from < nanos) {
      Contender.Client each = contender.connect(job, port);
      each.pingPong(one, 1, roundTrips);
      each.close();
      count++;
    }
    roundTrips.clear();
    double seconds = (System.nanoTime() - from) / 1e9;
    double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count;
    return count / seconds + " " + cpuMicros;
  }

  private String idle(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      idle.add(contender.connect(job, port));
    }
    return memory();
  }

  /// Resident kilobytes and live heap bytes.
  private static String memory() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0);
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return resident + " " + heap;
  }
}
