package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.Preferences;
import dev.fairlead.Resolver;
import dev.fairlead.Stack;
import dev.fairlead.engine.interfaces.PollingInterfaces;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.transport.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The connecting side of a network, on real sockets, with one loop.
final class TestSite implements AutoCloseable {
  final ZoneNames names;
  final NetworkSite site;
  final Connector connector;
  final EventLoop loop;
  private final EventLoopGroup loops;
  private final RealPaths paths;

  TestSite(String transportName, Map<String, List<InetAddress>> zone) {
    names = new ZoneNames(zone);
    Environment environment = SystemEnvironment.of(Optional.empty());
    Transport transport =
        Transports.choose(
            transportName, new PollingInterfaces(environment.loopThreads(), environment.waiter()));
    RealEstablish establish = new RealEstablish();
    site = new NetworkSite(environment, transport, establish, Resolver.system(), "");
    paths = new RealPaths(environment, transport.interfaces(), names);
    connector =
        new RealConnector(
            new RealConnector.Parts(site, names, paths, new StackBuilder(site), new Contexts()));
    establish.use(connector, site);
    loops = transport.loops(1, environment.loopThreads());
    loop = loops.next();
  }

  /// One round and its end.
  final class Try implements RoundListener {
    final Ledger ledger;
    final CompletableFuture<Carrier> carrier = new CompletableFuture<>();
    final CompletableFuture<RoundLoss> loss = new CompletableFuture<>();
    final CompletableFuture<Round> round = new CompletableFuture<>();

    Try(Endpoint endpoint, Stack<?> stack, Preferences preferences, Bytes idempotent) {
      ledger = new Ledger("C1", endpoint, stack, site);
      ConnectOrder order =
          new ConnectOrder(endpoint, stack, preferences, loop, ledger, idempotent, false);
      loop.execute(() -> round.complete(connector.begin(order, this)));
    }

    @Override
    public void won(Carrier it) {
      carrier.complete(it);
    }

    @Override
    public void lost(RoundLoss it) {
      loss.complete(it);
    }

    EstablishmentReport report() {
      return ledger.snapshot();
    }
  }

  Try connect(Endpoint endpoint, Stack<?> stack) {
    return new Try(endpoint, stack, Preferences.defaults(), Bytes.empty());
  }

  Try connect(Endpoint endpoint, Stack<?> stack, Preferences preferences) {
    return new Try(endpoint, stack, preferences, Bytes.empty());
  }

  /// Runs on the loop and waits for it.
  void onLoop(Runnable work) throws Exception {
    loop.submit(work).get(5, TimeUnit.SECONDS);
  }

  /// Open descriptors of this process.
  long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /// Timers that wait on the loop.
  int timers() throws Exception {
    // Cancelled ones must be gone as well: each holds what it was to do.
    return loop.submit(() -> ((SingleThreadEventExecutor) loop).pendingTasks())
        .get(5, TimeUnit.SECONDS);
  }

  static <T> T within(CompletableFuture<T> future) throws Exception {
    return future.get(15, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    paths.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
