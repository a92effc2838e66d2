package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import dev.fairlead.Resolver;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.LayerSite;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Waiter;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// An environment whose clocks a test moves, with real threads.
final class TestWorld implements AutoCloseable {
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong skippedNanos = new AtomicLong();
  private final Environment environment =
      new Environment(
          () -> System.nanoTime() + skippedNanos.get(),
          this::now,
          new SecureRandom(),
          virtual,
          virtual,
          Thread.ofVirtual().factory(),
          Thread.ofPlatform().daemon().factory(),
          new RealWaiter());

  private Instant now() {
    return TestAuthority.NOW.plusNanos(skippedNanos.get());
  }

  /// Moves all clocks.
  void skip(Duration time) {
    skippedNanos.addAndGet(time.toNanos());
  }

  /// A context of its own.
  static Caches caches() {
    return new MapCaches();
  }

  LayerSite client(Endpoint endpoint, Caches caches, String engine) {
    return new LayerSite(network(engine), caches, false, endpoint);
  }

  LayerSite server(Caches caches, String engine) {
    return new LayerSite(network(engine), caches, true, Endpoint.of("127.0.0.1", 0));
  }

  private NetworkSite network(String engine) {
    Transport none =
        (Transport)
            Proxy.newProxyInstance(
                TestWorld.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("TLS asks no transport for " + method);
                });
    return new NetworkSite(
        environment,
        none,
        order -> CompletableFuture.failedFuture(new AssertionError("TLS opens nothing")),
        new Resolver.StaticHosts(Map.of()),
        engine);
  }

  @Override
  public void close() {
    virtual.shutdownNow();
  }

  private static final class MapCaches implements Caches {
    private final Map<Class<?>, Object> held = new ConcurrentHashMap<>();

    @Override
    public <T> T get(Class<T> kind, Supplier<? extends T> maker) {
      return kind.cast(held.computeIfAbsent(kind, k -> maker.get()));
    }

    @Override
    public String contextName() {
      return "test";
    }
  }

  private static final class RealWaiter implements Waiter {
    @Override
    public void park(Object blocker) {
      LockSupport.park(blocker);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }
  }
}
