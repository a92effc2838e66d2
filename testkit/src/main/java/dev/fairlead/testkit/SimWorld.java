package dev.fairlead.testkit;

import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.Lan;
import dev.fairlead.testkit.net.Net;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Router;
import dev.fairlead.testkit.net.Wire;
import dev.fairlead.testkit.time.Seeds;
import dev.fairlead.testkit.time.Turns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A world of simulated hosts and links in this process, under a virtual clock.
///
/// ```java
/// try (var world = SimWorld.seeded(42)) {
///   var a = world.host("a");
///   var b = world.host("b");
///   world.link(a, b, Link.lte().loss(0.02));
///   // a.network() and b.network() are real networks
/// }
/// ```
///
/// Time passes only while everybody in the world waits, and then at once: an hour of waiting takes
/// no time. The thread that made the world and the threads that the world starts take turns, one at
/// a time; they hand over when they wait in a call of Fairlead, in [#sleep], in a [SimQueue] or
/// for a [SimTask]. The same program with the same seed runs the same way, event for event.
///
/// Waiting elsewhere (a lock, a `BlockingQueue`, `CompletableFuture.get`, `Thread.sleep`) is not
/// seen: the world stands still meanwhile, and after ten seconds of real time it says which thread
/// it is. A world in which all wait and nothing is due ends with a [WorldStalledError].
///
/// Everything of a world is used by the thread that made it or by threads that it started.
public final class SimWorld implements AutoCloseable {
  /// The top-level domain of hosts (RFC 6761 §6.2).
  static final String DOMAIN = "test";

  private final long seed;
  private final WorldOptions options;
  private final Turns turns;
  private final Scribe scribe;
  private final Net net;
  private final HostNetworks networks;
  private final AddressPlan addresses = new AddressPlan();
  private final Map<String, SimHost> hosts = new LinkedHashMap<>();
  private final Map<String, SimRouter> routers = new LinkedHashMap<>();
  private final List<SimTask> tasks = new ArrayList<>();

  private SimWorld(long seed, WorldOptions options) {
    this.seed = seed;
    this.options = options;
    this.turns = new Turns(this::stalled, options.horizon(), options.patience());
    this.scribe = new Scribe(turns::now);
    Seeds seeds = new Seeds(seed);
    this.net = new Net(turns, seeds, scribe);
    this.networks = new HostNetworks(turns, seeds, this::now);
  }

  private Error stalled(String message) {
    return new WorldStalledError(message + " (seed " + seed + ")");
  }

  /// A world whose chance comes from this seed.
  public static SimWorld seeded(long seed) {
    return new SimWorld(seed, WorldOptions.defaults());
  }

  /// The same with other options.
  public static SimWorld seeded(long seed, WorldOptions options) {
    return new SimWorld(seed, options);
  }

  /// The seed.
  public long seed() {
    return seed;
  }

  /// The host of this name, made at the first call.
  public SimHost host(String name) {
    return hosts.computeIfAbsent(
        name, it -> new SimHost(this, new Machine(new Host(net, it)), networks));
  }

  /// The router of this name, made at the first call.
  public SimRouter router(String name) {
    return routers.computeIfAbsent(name, it -> new SimRouter(new Router(net, it)));
  }

  /// Links two of them, each with an address of both families.
  ///
  /// @param first from here the link goes up
  public SimLink link(Attachable first, Attachable second, Link link) {
    AddressPlan.Numbering numbering = addresses.open();
    Port one = Attaching.port(first);
    Port other = Attaching.port(second);
    numbering.number(one);
    numbering.number(other);
    return new SimLink(new Wire(net, one, other, link));
  }

  /// A local network on which each reaches each over such a link, with an address of both families.
  public SimLan lan(String name, Link link, Attachable... members) {
    return new SimLan(new Lan(net, name, link), addresses.open()).join(members);
  }

  /// How long the world has run, in its own time.
  public Duration elapsed() {
    return Duration.ofNanos(turns.now());
  }

  /// What the clocks on the walls of this world say; it begins at [WorldOptions#begin].
  public Instant now() {
    return options.begin().plusNanos(turns.now());
  }

  /// Lets the calling thread rest while the world goes on.
  ///
  /// @throws IllegalStateException when it is interrupted meanwhile, with its interrupt status set
  public void sleep(Duration time) {
    try {
      turns.sleep(time.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it slept in a world", interrupted);
    }
  }

  /// Lets the world run for so long; the same as [#sleep], said from outside.
  public void run(Duration time) {
    sleep(time);
  }

  /// Does something on a thread of the world, beginning at a time since the world began; at once
  /// when that is past.
  public SimTask at(Duration time, SimTask.Work work) {
    long atNanos = time.toNanos();
    return start("at " + time, () -> restUntil(atNanos, work));
  }

  private void restUntil(long atNanos, SimTask.Work work) throws Exception {
    if (atNanos > turns.now()) {
      turns.sleep(atNanos - turns.now());
    }
    work.run();
  }

  /// Starts work on a thread of the world. If it fails and nobody joins it, [#close] says so.
  public SimTask start(String name, SimTask.Work work) {
    SimTask task = new SimTask(name, turns.waiter());
    tasks.add(task);
    turns.start(name, () -> task.run(work));
    return task;
  }

  /// A queue between threads of this world.
  public <T> SimQueue<T> queue() {
    return new SimQueue<>(turns);
  }

  /// What has happened so far.
  public Transcript transcript() {
    return scribe.transcript();
  }

  /// Writes from now on what every host sends into a capture file (pcapng), which Wireshark and
  /// `tshark -r` open. It is complete when the world is closed. Each packet is in it once, as it
  /// left
  /// its host, with a comment when its link lost it at once. See [SimHost#pcapng] for what one host
  /// sees.
  ///
  /// The times are those of the world's wall clocks. To read TLS give the stack a
  /// [dev.fairlead.Tls#keyLog], and Wireshark the same file.
  ///
  /// @throws java.io.UncheckedIOException when the file cannot be written
  public void pcapng(Path file) {
    capture(file, null);
  }

  void capture(Path file, @Nullable Host only) {
    long begin = ChronoUnit.NANOS.between(Instant.EPOCH, options.begin());
    scribe.add(Capture.into(file, () -> begin + turns.now(), only, "world of seed " + seed));
  }

  /// Writes a line of the test's own into the transcript.
  public void note(String what) {
    scribe.note("test", what);
  }

  /// Whether the transcript is written from now on; it is, unless somebody who measures turns it
  /// off.
  public void keepTranscript(boolean on) {
    scribe.write(on);
  }

  /// Ends the world: closes the networks of its hosts, ends its threads.
  ///
  /// @throws AssertionError when a task failed and nobody joined it, or a thread did not let go
  @Override
  public void close() {
    Error broken = turns.broken();
    if (broken == null) {
      networks.close();
    }
    turns.close();
    scribe.endCaptures();
    Throwable untold = broken == null ? untold() : broken;
    if (untold != null) {
      throw new AssertionError("in the world of seed " + seed + ": " + untold, untold);
    }
  }

  private @Nullable Throwable untold() {
    return tasks.stream()
        .map(SimTask::untold)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public String toString() {
    return "world of seed " + seed + " at " + elapsed();
  }
}
