package dev.fairlead.dns;

import dev.fairlead.core.resolve.HostsFile;
import dev.fairlead.core.resolve.NsSwitch;
import dev.fairlead.core.resolve.ResolverConfig;
import dev.fairlead.core.resolve.SearchList;
import dev.fairlead.engine.spi.NameFiles;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The system's files about names, as they are now. Looked at when a name is asked for and the last
/// look is a second old: no thread watches. Reading happens where blocking is allowed, never on an
/// event loop.
final class SystemFiles {
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  /// Where the texts are, and on which port the servers listen that they name (a test has no 53).
  record Places(NameTexts texts, IntSupplier dnsPort) {
    static Places usual() {
      return new Places(NameTexts.Disk.usual(), () -> 53);
    }
  }

  /// What they say.
  ///
  /// @param servers a new object exactly when the configuration of servers changed
  /// @param generation how often that has happened; part of the cache's partition
  record Snapshot(
      ServerList servers,
      HostsFile hosts,
      NsSwitch order,
      boolean stubOnLoopback,
      int generation) {}

  private record Waiter(EventLoop loop, Consumer<Snapshot> to) {}

  private final Services services;
  private final Places places;
  private final ReentrantLock lock = new ReentrantLock();

  /// All guarded by `lock`, but for the parsed files: those belong to the one refresh that runs at
  /// a time.
  private @Nullable Snapshot snapshot;

  private long lookedAt;
  private boolean refreshing;
  private boolean mustLook;
  private final List<Waiter> waiters = new ArrayList<>();
  private Object stamp = "never read";
  private ResolverConfig config = ResolverConfig.empty();

  SystemFiles(Services services, Places places) {
    this.services = services;
    this.places = places;
  }

  /// Gives what the files say to `to`: at once when that is known, else later on `loop`.
  void current(EventLoop loop, Consumer<Snapshot> to) {
    Snapshot known = null;
    boolean start = false;
    lock.lock();
    try {
      boolean young = !mustLook && services.now() - lookedAt < LOOK_AGAIN_NANOS;
      if (snapshot != null && young) {
        known = snapshot;
      } else {
        waiters.add(new Waiter(loop, to));
        start = !refreshing;
        refreshing = true;
      }
    } finally {
      lock.unlock();
    }
    if (known != null) {
      to.accept(known);
    } else if (start) {
      services.environment().blocking().execute(this::refresh);
    }
  }

  /// The next question looks at the files, however young the last look is.
  void lookAgain() {
    lock.lock();
    try {
      mustLook = true;
      if (snapshot != null) {
        snapshot.servers().forgetHealth();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether a server is known; true before the first look.
  boolean hasServers() {
    lock.lock();
    try {
      return snapshot == null || !snapshot.servers().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void refresh() {
    Snapshot before;
    lock.lock();
    try {
      before = snapshot;
      mustLook = false;
    } finally {
      lock.unlock();
    }
    Snapshot after = read(before);
    List<Waiter> told;
    lock.lock();
    try {
      snapshot = after;
      lookedAt = services.now();
      refreshing = false;
      told = List.copyOf(waiters);
      waiters.clear();
    } finally {
      lock.unlock();
    }
    for (Waiter waiter : told) {
      if (!waiter.loop().isShuttingDown()) {
        waiter.loop().execute(() -> waiter.to().accept(after));
      }
    }
  }

  private Snapshot read(@Nullable Snapshot before) {
    Object now = places.texts().stamp();
    if (before != null && now.equals(stamp)) {
      return before;
    }
    NameFiles texts = places.texts().read();
    ResolverConfig read = ResolverConfig.parse(texts.resolvConf());
    HostsFile hosts = HostsFile.parse(texts.hosts());
    NsSwitch order = NsSwitch.parse(texts.nsswitch());
    stamp = now;
    if (before != null && read.equals(config)) {
      return new Snapshot(
          before.servers(), hosts, order, before.stubOnLoopback(), before.generation());
    }
    config = read;
    List<InetSocketAddress> addresses =
        Addresses.servers(read, services.transport(), places.dnsPort().getAsInt());
    boolean stub = addresses.stream().anyMatch(a -> a.getAddress().isLoopbackAddress());
    ServerList servers = new ServerList(addresses, SearchList.of(read), read.options());
    return new Snapshot(servers, hosts, order, stub, before == null ? 0 : before.generation() + 1);
  }
}
