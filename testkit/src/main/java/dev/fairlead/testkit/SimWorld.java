package dev.fairlead.testkit;

import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.dns.DnsServer;
import dev.fairlead.testkit.dns.Zone;
import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.net.Lan;
import dev.fairlead.testkit.net.Nat;
import dev.fairlead.testkit.net.Nat64;
import dev.fairlead.testkit.net.Net;
import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Router;
import dev.fairlead.testkit.net.Wire;
import dev.fairlead.testkit.time.SeededRandom;
import dev.fairlead.testkit.time.Seeds;
import dev.fairlead.testkit.time.Turns;
import dev.fairlead.testkit.x509.Issuer;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
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

  private static final Duration AUTHORITY_SPAN = Duration.ofDays(3650);

  private final long seed;
  private final WorldOptions options;
  private final Turns turns;
  private final Scribe scribe;
  private final Net net;
  private final HostNetworks networks;
  private final AddressPlan addresses = new AddressPlan();
  private final Map<String, SimHost> hosts = new LinkedHashMap<>();
  private final Map<String, SimRouter> routers = new LinkedHashMap<>();
  private final SimDns dns = new SimDns(new Zone(this::addressesOf));
  private @Nullable SimAuthority authority;
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
    return hosts.computeIfAbsent(name, this::newHost);
  }

  private SimHost newHost(String name) {
    if (!name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
      throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a host");
    }
    Machine machine = new Machine(new Host(net, name));
    return new SimHost(this, machine, new HostNames(machine, dns.zone()), networks);
  }

  /// What every host knows of names, unless it asks servers of its own.
  public SimDns dns() {
    return dns;
  }

  /// Lets a host be a name server, on port 53 of all its addresses.
  ///
  /// @throws IllegalStateException when something on it listens there already
  public SimDns dnsServer(SimHost host) {
    SimDns made = new SimDns(new Zone(this::addressesOf));
    try {
      new DnsServer(host.machine(), made.zone(), () -> false).listen(InetAddress.ofLiteral("::"));
    } catch (BindException taken) {
      throw new IllegalStateException(host + " has something on port 53 already", taken);
    }
    return made;
  }

  private List<InetAddress> addressesOf(String name) {
    String ending = "." + DOMAIN;
    SimHost host =
        name.endsWith(ending)
            ? hosts.get(name.substring(0, name.length() - ending.length()))
            : null;
    return host == null ? List.of() : host.addresses();
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

  /// A NAT with a network of private IPv4 addresses behind it, and no IPv6.
  ///
  /// @param uplink who is outside
  /// @param outside the link there, which goes up from the NAT
  /// @param inside the way from each to each on the network inside
  public SimNat nat(String name, Attachable uplink, Link outside, Link inside) {
    SimRouter router = router(name);
    SimLink link = link(router, uplink, outside);
    SimLan lan = new SimLan(new Lan(net, name + "-lan", inside), addresses.closed()).join(router);
    Nat nat = new Nat(net, router.lastPort(), router.firstPort());
    router.translate(nat);
    return new SimNat(lan, link, nat::rebind, false);
  }

  /// A NAT64 with a network behind it that has IPv6 only.
  ///
  /// @param uplink who is outside
  /// @param outside the link there, which goes up from the NAT64
  /// @param inside the way from each to each on the network inside
  public SimNat nat64(String name, Attachable uplink, Link outside, Link inside) {
    SimRouter router = router(name);
    SimLink link = link(router, uplink, outside);
    SimLan lan = new SimLan(new Lan(net, name + "-lan", inside), addresses.onlyIpv6()).join(router);
    Nat64 nat = new Nat64(net, router.firstPort());
    router.translate(nat);
    return new SimNat(lan, link, nat::rebind, true);
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

  /// The world's own certificate authority.
  public SimAuthority authority() {
    SimAuthority known = authority;
    if (known == null) {
      Issuer.Validity validity =
          new Issuer.Validity(
              options.begin().minus(AUTHORITY_SPAN), options.begin().plus(AUTHORITY_SPAN));
      SecureRandom random = new SeededRandom(new Seeds(seed).stream("authority"));
      known = new SimAuthority(new Issuer("Simulated authority", validity, random), this::now);
      authority = known;
    }
    return known;
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
    // What fails because the world ends is no failure of the test.
    Throwable untold = turns.broken() == null ? untold() : null;
    if (turns.broken() == null) {
      turns.ending();
      networks.close();
    }
    Error broken = turns.broken();
    turns.close();
    scribe.endCaptures();
    Throwable told = broken != null ? broken : untold;
    if (told != null) {
      throw new AssertionError("in the world of seed " + seed + ": " + told, told);
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
