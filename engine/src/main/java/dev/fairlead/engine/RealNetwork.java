package dev.fairlead.engine;

import dev.fairlead.Connection;
import dev.fairlead.Endpoint;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Lookup;
import dev.fairlead.Network;
import dev.fairlead.Paths;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import dev.fairlead.Tls;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameSource;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/// One network: it owns the loops, the names, the caches and everything that is open.
final class RealNetwork implements Network {
  /// How long [#close()] waits for the loops to end.
  private static final long LOOPS_END_SECONDS = 3;

  private final NetworkParts parts;
  private final NameSource names;
  private final Blocking blocking;
  private final boolean shared;

  /// What a network is made of.
  record Assembly(NetworkParts parts, NameSource names) {}

  RealNetwork(Assembly assembly, boolean shared) {
    this.parts = assembly.parts();
    this.names = assembly.names();
    this.blocking = new Blocking(parts.site().environment(), parts.loops());
    this.shared = shared;
  }

  @Override
  public <C extends Connection> C open(Endpoint endpoint, Stack<C> stack, Preferences preferences) {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(preferences, "preferences");
    if (endpoint instanceof Endpoint.Address address && address.port() == 0) {
      throw new IllegalArgumentException("port 0 can be listened on, not connected to");
    }
    Fronts.check(stack);
    StreamParts made = StreamParts.make(parts, endpoint, stack, preferences);
    parts.openings().opened(made.life());
    return Fronts.of(made, stack);
  }

  @Override
  public <C extends Connection> C connect(
      Endpoint endpoint, Stack<C> stack, Preferences preferences) {
    C connection = open(endpoint, stack, preferences);
    try {
      connection.ready();
      return connection;
    } catch (RuntimeException e) {
      // Nobody else has it, so nobody else could end it.
      connection.abort();
      throw e;
    }
  }

  @Override
  public <C extends Connection> CompletableFuture<C> connectAsync(
      Endpoint endpoint, Stack<C> stack, Preferences preferences) {
    C connection = open(endpoint, stack, preferences);
    CompletableFuture<C> result = new CompletableFuture<>();
    connection
        .readyAsync()
        .whenComplete(
            (_, failure) -> {
              if (failure == null) {
                result.complete(connection);
              } else {
                result.completeExceptionally(failure);
              }
            });
    result.whenComplete(
        (_, failure) -> {
          if (failure != null) {
            connection.abort();
          }
        });
    return result;
  }

  @Override
  public <C extends Connection> Listener<C> listen(
      int port, Stack<C> stack, ListenOptions options) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    Objects.requireNonNull(options, "options");
    Fronts.check(stack);
    return RealListener.open(parts, port, stack, options);
  }

  @Override
  public Lookup resolve(String name, List<String> types) {
    CompletableFuture<Lookup> asked = resolveAsync(name, types);
    Blocking.End end = blocking.await(asked, Blocking.FOREVER);
    if (end == Blocking.End.INTERRUPTED) {
      asked.cancel(false);
      throw new dev.fairlead.InterruptedOperationException(
          "interrupted while looking up " + name, dev.fairlead.NetworkException.Details.NONE);
    }
    return asked.resultNow();
  }

  @Override
  public CompletableFuture<Lookup> resolveAsync(String name, List<String> types) {
    parts.openings().check();
    EventLoop loop = parts.loops().next();
    AskContext how =
        new AskContext(
            parts.caches(Preferences.defaults()),
            loop,
            ExpiredDnsBehavior.PROHIBIT,
            parts.paths().snapshot().identity(),
            false);
    return NameLookup.ask(
        names, how, parts.site().environment(), new NameLookup.Order(name, types));
  }

  @Override
  public Paths paths() {
    return parts.paths();
  }

  @Override
  public SocketFactory socketFactory() {
    return new RacingSocketFactory(parts);
  }

  @Override
  public SSLSocketFactory sslSocketFactory(Tls tls) {
    return new RacingTlsSocketFactory(parts, tls);
  }

  @Override
  public void close() {
    if (shared) {
      return;
    }
    parts.openings().close();
    parts.paths().close();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    parts
        .loops()
        .shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
        .addListener(_ -> ended.complete(null));
    if (!isOnLoop()) {
      blocking.await(ended, blocking.until(java.time.Duration.ofSeconds(LOOPS_END_SECONDS)));
    }
  }

  private boolean isOnLoop() {
    for (EventExecutor loop : parts.loops()) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }
}
