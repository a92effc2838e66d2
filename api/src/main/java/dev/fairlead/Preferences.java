package dev.fairlead;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// How a connection may come about and behave, whatever its stack: where traffic may run, how long
/// things may take, how much may wait in memory.
///
/// Preferences are values: each method gives a changed copy.
public final class Preferences {
  /// What `inboxLimit` and `outboxLimit` are by default, in bytes.
  public static final int BUFFER_LIMIT = 256 * 1024;

  private static final Preferences DEFAULTS = new Preferences();

  private Where where = Where.ANYWHERE;
  private Optional<Duration> deadline = Optional.of(Duration.ofSeconds(30));
  private Duration closeDeadline = Duration.ofSeconds(5);
  private boolean waitForConnectivity;
  private Optional<Backoff> retry = Optional.empty();
  private Racing racing = Racing.defaults();
  private ExpiredDnsBehavior expiredDns = ExpiredDnsBehavior.PROHIBIT;
  private int inboxLimit = BUFFER_LIMIT;
  private int outboxLimit = BUFFER_LIMIT;
  private Optional<Executor> handlerExecutor = Optional.empty();
  private boolean handlersOnLoop;
  private Optional<Context> context = Optional.empty();

  /// Where traffic may run.
  ///
  /// @param requiredInterface only this interface, by its system name
  /// @param requiredType only interfaces of this type
  /// @param prohibitedInterfaces never these, by their system names
  /// @param prohibitedTypes never these types
  /// @param prohibitExpensive no path that costs money (cellular, hotspots), as far as it is known
  /// @param prohibitConstrained no path on which the user saves data, as far as it is known
  /// @param localAddress leave from this address of ours
  /// @param localPort leave from this port, 0 for any
  /// @param reuseLocal the local address and port may be in use by other connections
  public record Where(
      Optional<String> requiredInterface,
      Optional<InterfaceType> requiredType,
      Set<String> prohibitedInterfaces,
      Set<InterfaceType> prohibitedTypes,
      boolean prohibitExpensive,
      boolean prohibitConstrained,
      Optional<InetAddress> localAddress,
      int localPort,
      boolean reuseLocal) {
    static final Where ANYWHERE =
        new Where(
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            false,
            false,
            Optional.empty(),
            0,
            false);

    public Where {
      prohibitedInterfaces = Set.copyOf(prohibitedInterfaces);
      prohibitedTypes = Set.copyOf(prohibitedTypes);
    }
  }

  /// When to try again by the clock while waiting: after `first`, then each time twice as long up
  /// to `most`, with a random fifth taken off.
  public record Backoff(Duration first, Duration most) {
    public Backoff {
      if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
        throw new IllegalArgumentException("a back-off grows from a positive duration");
      }
    }
  }

  private Preferences() {}

  private Preferences(Preferences p) {
    where = p.where;
    deadline = p.deadline;
    closeDeadline = p.closeDeadline;
    waitForConnectivity = p.waitForConnectivity;
    retry = p.retry;
    racing = p.racing;
    expiredDns = p.expiredDns;
    inboxLimit = p.inboxLimit;
    outboxLimit = p.outboxLimit;
    handlerExecutor = p.handlerExecutor;
    handlersOnLoop = p.handlersOnLoop;
    context = p.context;
  }

  /// No restrictions, 30 s to connect, 5 s to close, 256 KiB each way.
  public static Preferences defaults() {
    return DEFAULTS;
  }

  /// Only over this interface.
  public Preferences requireInterface(String name) {
    return where(w -> w.requiredInterface = Optional.of(name));
  }

  /// Only over interfaces of this type.
  public Preferences requireInterfaceType(InterfaceType type) {
    return where(w -> w.requiredType = Optional.of(type));
  }

  /// Never over this interface.
  public Preferences prohibitInterface(String name) {
    return where(w -> w.prohibitedInterfaces.add(name));
  }

  /// Never over interfaces of this type.
  public Preferences prohibit(InterfaceType type) {
    return where(w -> w.prohibitedTypes.add(type));
  }

  /// Never over a path that costs money, as far as that is known.
  public Preferences prohibitExpensive() {
    return where(w -> w.prohibitExpensive = true);
  }

  /// Never over a path on which the user saves data, as far as that is known.
  public Preferences prohibitConstrained() {
    return where(w -> w.prohibitConstrained = true);
  }

  /// From this address of ours.
  public Preferences localAddress(InetAddress address) {
    return where(w -> w.localAddress = Optional.of(address));
  }

  /// From this port of ours.
  public Preferences localPort(int port) {
    EndpointText.checkPort(port, 0);
    return where(w -> w.localPort = port);
  }

  /// The local address and port may be in use by other connections.
  public Preferences reuseLocal() {
    return where(w -> w.reuseLocal = true);
  }

  /// Connecting may take this long in all, waiting included. 30 s by default.
  public Preferences deadline(Duration limit) {
    return with(p -> p.deadline = Optional.of(positive(limit)));
  }

  /// Connecting may take for ever; see [#waitForConnectivity()].
  public Preferences noDeadline() {
    return with(p -> p.deadline = Optional.empty());
  }

  /// `close()` may take this long to flush and to see the peer's end. 5 s by default.
  public Preferences closeDeadline(Duration limit) {
    return with(p -> p.closeDeadline = positive(limit));
  }

  /// When every address has failed for a reason that a change of the network may cure, the
  /// connection waits for such a change instead of failing. Off by default.
  public Preferences waitForConnectivity() {
    return with(p -> p.waitForConnectivity = true);
  }

  /// Waits as above, and also tries again by the clock.
  public Preferences waitForConnectivity(Duration first, Duration most) {
    return with(
        p -> {
          p.waitForConnectivity = true;
          p.retry = Optional.of(new Backoff(first, most));
        });
  }

  /// How addresses are raced.
  public Preferences racing(Racing racing) {
    return with(p -> p.racing = Objects.requireNonNull(racing));
  }

  /// What to do with expired DNS answers.
  public Preferences expiredDns(ExpiredDnsBehavior behavior) {
    return with(p -> p.expiredDns = Objects.requireNonNull(behavior));
  }

  /// Received bytes that may wait for the program before reading pauses. The hard bound is this
  /// limit, one read burst (64 KiB) and one TLS record (16 KiB).
  public Preferences inboxLimit(int bytes) {
    return with(p -> p.inboxLimit = limit(bytes));
  }

  /// Sent bytes that may wait for the network before `send` waits. A send is taken whole once there
  /// is room for its first byte, so the hard bound is this limit and one send.
  public Preferences outboxLimit(int bytes) {
    return with(p -> p.outboxLimit = limit(bytes));
  }

  /// Handlers and `…Async` completions run here, one at a time per connection. By default they run
  /// on virtual threads.
  public Preferences handlers(Executor executor) {
    return with(
        p -> {
          p.handlerExecutor = Optional.of(executor);
          p.handlersOnLoop = false;
        });
  }

  /// Handlers and `…Async` completions run on the connection's event loop: the fastest way, for
  /// code that never blocks. Code that does stalls other connections, and blocking calls are
  /// refused there. A handler's `send` takes its content in any case; the handler is not called
  /// again before the outbox has room, so what waits is bounded by the limit and one call's sends.
  public Preferences handlersOnLoop() {
    return with(
        p -> {
          p.handlersOnLoop = true;
          p.handlerExecutor = Optional.empty();
        });
  }

  /// Shares caches with connections of this context only, not with the network's default one.
  public Preferences context(Context context) {
    return with(p -> p.context = Optional.of(context));
  }

  /// Where traffic may run.
  public Where where() {
    return where;
  }

  /// How long connecting may take in all; empty for ever.
  public Optional<Duration> deadline() {
    return deadline;
  }

  /// How long closing may take.
  public Duration closeDeadline() {
    return closeDeadline;
  }

  /// Whether to wait for a change when every address has failed.
  public boolean waitsForConnectivity() {
    return waitForConnectivity;
  }

  /// When to try again by the clock, empty for never.
  public Optional<Backoff> retry() {
    return retry;
  }

  /// How addresses are raced.
  public Racing racing() {
    return racing;
  }

  /// What to do with expired DNS answers.
  public ExpiredDnsBehavior expiredDns() {
    return expiredDns;
  }

  /// Received bytes that may wait before reading pauses.
  public int inboxLimit() {
    return inboxLimit;
  }

  /// Sent bytes that may wait before `send` waits.
  public int outboxLimit() {
    return outboxLimit;
  }

  /// Where handlers run, empty for virtual threads (or the loop, see [#runsHandlersOnLoop()]).
  public Optional<Executor> handlerExecutor() {
    return handlerExecutor;
  }

  /// Whether handlers run on the event loop.
  public boolean runsHandlersOnLoop() {
    return handlersOnLoop;
  }

  /// The context, empty for the network's default one.
  public Optional<Context> context() {
    return context;
  }

  private Preferences with(Consumer<Preferences> change) {
    Preferences copy = new Preferences(this);
    change.accept(copy);
    return copy;
  }

  private Preferences where(Consumer<WhereDraft> change) {
    WhereDraft draft = new WhereDraft(where);
    change.accept(draft);
    return with(p -> p.where = draft.done());
  }

  private static int limit(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a limit is at least one byte: " + bytes);
    }
    return bytes;
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a duration must be longer than nothing: " + duration);
    }
    return duration;
  }

  /// [Where] while it is being changed.
  private static final class WhereDraft {
    private Optional<String> requiredInterface;
    private Optional<InterfaceType> requiredType;
    private final Set<String> prohibitedInterfaces;
    private final Set<InterfaceType> prohibitedTypes;
    private boolean prohibitExpensive;
    private boolean prohibitConstrained;
    private Optional<InetAddress> localAddress;
    private int localPort;
    private boolean reuseLocal;

    private WhereDraft(Where w) {
      requiredInterface = w.requiredInterface;
      requiredType = w.requiredType;
      prohibitedInterfaces = new HashSet<>(w.prohibitedInterfaces);
      prohibitedTypes = EnumSet.noneOf(InterfaceType.class);
      prohibitedTypes.addAll(w.prohibitedTypes);
      prohibitExpensive = w.prohibitExpensive;
      prohibitConstrained = w.prohibitConstrained;
      localAddress = w.localAddress;
      localPort = w.localPort;
      reuseLocal = w.reuseLocal;
    }

    private Where done() {
      return new Where(
          requiredInterface,
          requiredType,
          prohibitedInterfaces,
          prohibitedTypes,
          prohibitExpensive,
          prohibitConstrained,
          localAddress,
          localPort,
          reuseLocal);
    }
  }
}
