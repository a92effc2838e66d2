package dev.fairlead.engine;

import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import dev.fairlead.Paths;
import dev.fairlead.Preferences;
import dev.fairlead.core.path.PathChoice;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.InterfaceSource.Snapshot;
import dev.fairlead.engine.spi.InterfaceSource.Watch;
import dev.fairlead.engine.spi.NameSource;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The state of this machine's network, kept as a snapshot: true while the interface source
/// watches, else renewed when it is older than a second. Any thread.
final class RealPaths implements Paths, AutoCloseable {
  private static final long AGE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment environment;
  private final InterfaceSource source;
  private final NameSource names;
  private final Roster<Watcher> watchers = new Roster<>();
  private final AtomicLong versions = new AtomicLong();
  private volatile Aged latest;

  /// Guarded by [#watchLock].
  private @Nullable Watch watch;

  private final Object watchLock = new Object();
  private volatile boolean watching;

  /// The last judgement; most connections ask the same thing.
  private volatile @Nullable Judged lastJudged;

  private record Judged(long version, boolean dns, Preferences.Where where, Path path) {}

  /// Equal only to itself, so that the same call-back may be given twice.
  private static final class Watcher {
    private final Runnable changed;

    Watcher(Runnable changed) {
      this.changed = changed;
    }
  }

  private record Aged(Snapshot snapshot, long takenNanos, long version) {}

  RealPaths(Environment environment, InterfaceSource source, NameSource names) {
    this.environment = environment;
    this.source = source;
    this.names = names;
    this.latest = take();
    if (source.watchesCheaply()) {
      onAnyChange(names::networkChanged);
    }
  }

  /// How this machine's network looks.
  Snapshot snapshot() {
    return look().snapshot;
  }

  private Aged look() {
    Aged now = latest;
    if (!watching && environment.ticker().nanos() - now.takenNanos > AGE_MAX_NANOS) {
      String before = now.snapshot.identity();
      now = take();
      latest = now;
      if (!before.equals(now.snapshot.identity())) {
        names.networkChanged();
      }
    }
    return now;
  }

  /// Grows whenever the network was looked at anew: what was learned from the system before may be
  /// wrong then.
  long version() {
    return latest.version;
  }

  /// The name of the interface that has this address.
  Optional<String> interfaceOf(InetAddress own) {
    for (NetworkInterface each : snapshot().interfaces()) {
      if (each.addresses().contains(own)) {
        return Optional.of(each.name());
      }
    }
    return Optional.empty();
  }

  @Override
  public Path current() {
    return current(Preferences.defaults());
  }

  @Override
  public Path current(Preferences preferences) {
    Aged now = look();
    boolean dns = names.usable();
    Judged known = lastJudged;
    if (known != null
        && known.version == now.version
        && known.dns == dns
        && known.where.equals(preferences.where())) {
      return known.path;
    }
    PathChoice.Machine machine =
        new PathChoice.Machine(
            now.snapshot.interfaces(), now.snapshot.ipv4Route(), now.snapshot.ipv6Route(), dns);
    Path path = PathChoice.of(machine, preferences.where());
    lastJudged = new Judged(now.version, dns, preferences.where(), path);
    return path;
  }

  /// Calls `changed` after each change of interfaces, addresses or routes, from a thread of the
  /// interface source; it must not block.
  Watch onAnyChange(Runnable changed) {
    Watcher entry = new Watcher(changed);
    watchers.add(entry);
    adjust();
    return () -> {
      watchers.remove(entry);
      adjust();
    };
  }

  @Override
  public Subscription onChange(Consumer<Path> handler) {
    PathFeed feed = new PathFeed(environment.handlers(), this::current, handler);
    Watch entry = onAnyChange(feed::look);
    feed.look();
    return () -> {
      feed.close();
      entry.close();
    };
  }

  private void adjust() {
    synchronized (watchLock) {
      if (watchers.isEmpty() && watch != null) {
        watching = false;
        watch.close();
        watch = null;
      } else if (!watchers.isEmpty() && watch == null) {
        watch = source.onChange(this::changed);
        latest = take();
        watching = true;
      }
    }
  }

  private void changed() {
    latest = take();
    watchers.all().forEach(each -> each.changed.run());
  }

  private Aged take() {
    return new Aged(source.now(), environment.ticker().nanos(), versions.incrementAndGet());
  }

  @Override
  public void close() {
    watchers.clear();
    adjust();
    source.close();
  }
}
