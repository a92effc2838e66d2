package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.EstablishmentReport.Machinery;
import dev.fairlead.EstablishmentReport.Skipped;
import dev.fairlead.Setting;
import dev.fairlead.Stack;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The story of one connection's establishment, written on its loop as it happens and read from any
/// thread. It keeps the newest entries of each kind, so that a connection that tries for days does
/// not grow.
final class Ledger {
  /// Entries of each kind that are kept.
  static final int ENTRIES_MAX = 256;

  private final String id;
  private final Endpoint endpoint;
  private final Environment environment;
  private final Transport transport;

  /// All below are guarded by this.
  private final Deque<ResolutionLine> resolutions = new ArrayDeque<>(1);

  private final Deque<AttemptLine> attempts = new ArrayDeque<>(1);
  private final Map<String, Setting> settings = new LinkedHashMap<>(4);
  private @Nullable Deque<Skip> skipped;
  private @Nullable Set<InetAddress> leftBehind;
  private Instant startedAt = Instant.EPOCH;
  private long startedNanos;
  private long endedNanos;
  private boolean started;
  private boolean decided;
  private String outcome = "setup";
  private String engine = "";
  private String engineReason = "";
  private int rounds;
  private int attemptsMade;
  private String stack;

  /// An empty ledger.
  Ledger(String id, Endpoint endpoint, Stack<?> stack, NetworkSite site) {
    this.id = id;
    this.endpoint = endpoint;
    this.stack = stack.toString();
    this.environment = site.environment();
    this.transport = site.transport();
  }

  /// The connection's short name.
  String id() {
    return id;
  }

  /// Something else is spoken from now on.
  synchronized void stack(String text) {
    stack = text;
  }

  /// Writes on, where the attempt that won is written down.
  synchronized void upgrade(Consumer<AttemptLine> more) {
    for (AttemptLine line : attempts) {
      if (line.hasWon()) {
        more.accept(line);
      }
    }
  }

  /// The clock begins to run; the second call does nothing. [#roundBegan()] calls it too.
  synchronized void started() {
    if (!started) {
      started = true;
      startedAt = environment.wallClock().instant();
      startedNanos = environment.ticker().nanos();
      outcome = "preparing";
    }
  }

  /// Everything is tried from the beginning.
  synchronized void roundBegan() {
    started();
    rounds++;
  }

  /// It goes on: `preparing`, `waiting (…)`.
  synchronized void undecided(String outcome) {
    this.outcome = outcome;
    this.decided = false;
  }

  /// It is decided: `ready`, `failed: …`. The clock stops.
  synchronized void decided(String outcome) {
    started();
    this.outcome = outcome;
    this.decided = true;
    this.endedNanos = environment.ticker().nanos();
  }

  /// It ended before it was decided: the program closed it.
  synchronized void closedUndecided() {
    if (!decided) {
      decided("closed");
    }
  }

  /// Wishes and what became of them; a later entry of the same name replaces the earlier one.
  synchronized void settled(List<Setting> wishes) {
    for (Setting wish : wishes) {
      settings.put(wish.name(), wish);
    }
  }

  /// What encrypts, and why not something better.
  synchronized void engine(String name, String reason) {
    engine = name;
    engineReason = reason;
  }

  /// A question was asked.
  synchronized ResolutionLine asked(String name, String type) {
    started();
    ResolutionLine line = new ResolutionLine(this, name, type, environment.ticker().nanos());
    add(resolutions, line);
    return line;
  }

  /// An attempt began.
  synchronized AttemptLine attempted(Endpoint target) {
    started();
    AttemptLine line = new AttemptLine(this, ++attemptsMade, target, environment.ticker().nanos());
    add(attempts, line);
    return line;
  }

  /// Something will not be tried; what is known already is not written again in a later round.
  synchronized void skipped(String what, String why) {
    Deque<Skip> lines = skipped == null ? new ArrayDeque<>(1) : skipped;
    skipped = lines;
    if (lines.stream().noneMatch(it -> it.what.equals(what) && it.why.equals(why))) {
      add(lines, new Skip(what, why, environment.ticker().nanos()));
    }
  }

  private record Skip(String what, String why, long nanos) {
    Skipped snapshot(long beginNanos) {
      return new Skipped(what, why, Duration.ofNanos(nanos - beginNanos));
    }
  }

  /// The program wants another address than this one.
  synchronized void leaveBehind(InetAddress address) {
    if (leftBehind == null) {
      leftBehind = new HashSet<>();
    }
    leftBehind.add(address);
  }

  /// Whether the program wanted another address than this one.
  synchronized boolean isLeftBehind(InetAddress address) {
    return leftBehind != null && leftBehind.contains(address);
  }

  /// The story so far.
  synchronized EstablishmentReport snapshot() {
    return new EstablishmentReport(
        id,
        endpoint,
        stack,
        started ? startedAt : environment.wallClock().instant(),
        outcome,
        duration(),
        Math.max(0, rounds - 1),
        resolutions.stream().map(line -> line.snapshot(startedNanos)).toList(),
        attempts.stream().map(line -> line.snapshot(startedNanos)).toList(),
        skipped == null
            ? List.of()
            : skipped.stream().map(line -> line.snapshot(startedNanos)).toList(),
        new ArrayList<>(settings.values()),
        new Machinery(
            transport.name(), transport.reason(), engine, engineReason, Optional.empty()));
  }

  private Duration duration() {
    if (!started) {
      return Duration.ZERO;
    }
    long end = decided ? endedNanos : environment.ticker().nanos();
    return Duration.ofNanos(end - startedNanos);
  }

  long now() {
    return environment.ticker().nanos();
  }

  private static <T> void add(Deque<T> lines, T line) {
    if (lines.size() == ENTRIES_MAX) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }
}
