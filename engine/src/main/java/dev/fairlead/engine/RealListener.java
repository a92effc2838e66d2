package dev.fairlead.engine;

import dev.fairlead.Connection;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.ListenerReport;
import dev.fairlead.NetworkException;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerSite;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A listener: [Doors] are its sockets, [Arrivals] makes connections of what comes in,
/// [AcceptQueue] holds those that the program has not taken.
///
/// @param <C> the connections that it gives
final class RealListener<C extends Connection> implements Listener<C>, Openings.Ending {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.listener");

  /// How long the system may take to close the sockets before [#stop] gives up waiting for it.
  private static final Duration RELEASE_LIMIT = Duration.ofSeconds(2);

  private final NetworkParts parts;
  private final ListenOptions options;
  private final Blocking blocking;
  private final AcceptQueue<C> queue = new AcceptQueue<>();
  private final Arrivals<C> arrivals;
  private final Doors doors;
  private final Delivery delivery;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();

  private RealListener(
      NetworkParts parts, int port, Stack<C> stack, PreparedStack prepared, ListenOptions options)
      throws LayerFailure {
    this.parts = parts;
    this.options = options;
    this.blocking = new Blocking(parts.site().environment(), parts.loops());
    this.delivery =
        Delivery.on(
            options.connections().handlerExecutor().orElse(parts.site().environment().handlers()));
    this.arrivals =
        new Arrivals<>(
            parts, stack, prepared, options, made -> Fronts.of(made, stack), this::ready);
    this.doors = Doors.open(parts, port, options, arrivals::acceptor);
  }

  /// Listens. Blocks for a moment.
  ///
  /// @throws EstablishmentException when an address or the stack cannot be had
  static <C extends Connection> RealListener<C> open(
      NetworkParts parts, int port, Stack<C> stack, ListenOptions options) {
    Endpoint shown =
        options.addresses().isEmpty()
            ? Endpoint.of("0.0.0.0", port)
            : options.addresses().getFirst();
    Ledger ledger = new Ledger(parts.openings().name('L'), shown, stack, parts.site());
    Preferences preferences = options.connections();
    new Blocking(parts.site().environment(), parts.loops()).refuseLoops();
    parts.openings().check();
    try {
      PreparedStack prepared =
          parts
              .stacks()
              .prepare(stack, new LayerSite(parts.site(), parts.caches(preferences), true, shown));
      return open(parts, port, stack, prepared, options);
    } catch (LayerFailure failure) {
      ledger.decided("failed: " + failure.what());
      throw new EstablishmentException(
          "cannot listen: " + failure.what() + "; next: " + failure.reason().advice(),
          failure.reason(),
          new Details(ledger.snapshot(), failure));
    }
  }

  /// As above, with a stack that is prepared.
  static <C extends Connection> RealListener<C> open(
      NetworkParts parts, int port, Stack<C> stack, PreparedStack prepared, ListenOptions options)
      throws LayerFailure {
    RealListener<C> listener = new RealListener<>(parts, port, stack, prepared, options);
    parts.openings().opened(listener);
    listener.arrivals.open(listener.doors.channels());
    return listener;
  }

  @Override
  public int port() {
    return doors.port();
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.copyOf(doors.endpoints());
  }

  @Override
  public ListenerReport report() {
    return arrivals.admission().report();
  }

  /// A connection is ready; on its loop.
  private void ready(C connection) {
    if (!queue.offer(connection)) {
      connection.abort();
    }
    crowd();
  }

  private void crowd() {
    arrivals.crowded(queue.length() >= options.backlog());
  }

  @Override
  public C accept() {
    return accept(Blocking.FOREVER);
  }

  @Override
  public C accept(Duration limit) {
    return accept(blocking.until(limit));
  }

  private C accept(long until) {
    blocking.refuseLoops();
    while (true) {
      Later taker = new Later(true);
      C first = queue.take(taker);
      if (first == null) {
        Blocking.End end = blocking.await(taker, until);
        if (end != Blocking.End.DONE && queue.withdraw(taker)) {
          throw cut(end);
        }
        first = Calls.result(taker);
      }
      crowd();
      if (first != null && !isGone(first)) {
        return first;
      }
    }
  }

  private static NetworkException cut(Blocking.End end) {
    return end == Blocking.End.LATE
        ? new DeadlineException("nobody connected in time; the listener goes on", Details.NONE)
        : new InterruptedOperationException(
            "accepting was interrupted; the listener goes on", Details.NONE);
  }

  /// A peer that left before anybody looked at it, as the losers of its own race do.
  private boolean isGone(C connection) {
    boolean gone =
        connection.state().isFinal() && connection instanceof Front front && front.available() == 0;
    if (gone) {
      arrivals.admission().goneUntaken();
    }
    return gone;
  }

  @Override
  public CompletableFuture<C> acceptAsync() {
    Later taker = new Later(false);
    C first = queue.take(taker);
    while (first != null && isGone(first)) {
      first = queue.take(taker);
    }
    if (first != null) {
      taker.complete(first);
      crowd();
    }
    return taker;
  }

  @Override
  public Listener<C> onConnection(Consumer<? super C> handler) {
    boolean onLoop = options.connections().runsHandlersOnLoop();
    queue.consumer(
        connection -> {
          if (onLoop) {
            guarded(handler, connection);
          } else {
            delivery.run(() -> guarded(handler, connection));
          }
        });
    crowd();
    return this;
  }

  private void guarded(Consumer<? super C> handler, C connection) {
    try {
      handler.accept(connection);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "a handler of new connections failed", failure);
      connection.abort();
    }
  }

  @Override
  public void serve(ConnectionHandler<? super C> handler) {
    blocking.refuseLoops();
    // One for serve itself, so that it does not end before the listener does.
    AtomicInteger running = new AtomicInteger(1);
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.consumer(
        connection -> {
          running.incrementAndGet();
          parts
              .site()
              .environment()
              .virtualThreads()
              .newThread(
                  () -> {
                    try {
                      serve(handler, connection);
                    } finally {
                      leave(running, done);
                    }
                  })
              .start();
        });
    crowd();
    var _ = closed.whenComplete((value, failure) -> leave(running, done));
    Blocking.End end = blocking.await(done, Blocking.FOREVER);
    if (end != Blocking.End.DONE) {
      if (!stopped.get()) {
        queue.consumer(null);
      }
      throw cut(end);
    }
  }

  private static void leave(AtomicInteger running, CompletableFuture<Void> done) {
    if (running.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // A handler may throw anything; that ends its connection.
  private void serve(ConnectionHandler<? super C> handler, C connection) {
    try {
      handler.handle(connection);
      connection.close();
    } catch (NetworkException lost) {
      LOG.log(Level.DEBUG, "a connection ended early", lost);
      connection.abort();
    } catch (Exception | Error failure) {
      LOG.log(Level.WARNING, "the handler of " + connection.endpoint() + " failed", failure);
      connection.abort();
    }
  }

  @Override
  public void stop(Duration limit) {
    blocking.refuseLoops();
    long until = blocking.until(limit);
    endAccepting();
    arrivals.whenIdle(() -> idle.complete(null));
    Blocking.End finished = blocking.await(idle, until);
    CompletableFuture<Void> over = finished == Blocking.End.DONE ? idle : arrivals.abortAll();
    if (finished == Blocking.End.INTERRUPTED
        || awaitRelease(CompletableFuture.allOf(over, released)) == Blocking.End.INTERRUPTED) {
      throw new InterruptedOperationException(
          "stopping was interrupted; the listener is closed, and what ran on it aborted",
          Details.NONE);
    }
  }

  /// The sockets close on their loops, in a moment as a rule; then another may have the port.
  private Blocking.End awaitRelease(CompletableFuture<Void> all) {
    Blocking.End end = blocking.await(all, blocking.until(RELEASE_LIMIT));
    if (end == Blocking.End.LATE) {
      LOG.log(
          Level.WARNING,
          () ->
              "the listener on "
                  + doors.endpoints()
                  + " is closed, but after "
                  + RELEASE_LIMIT.toSeconds()
                  + " s its sockets are not: is a handler blocking the event loop?");
    }
    return end;
  }

  @Override
  public void close() {
    stop(options.connections().closeDeadline());
  }

  @Override
  public void endNow() {
    endAccepting();
    var _ = arrivals.abortAll();
  }

  private void endAccepting() {
    if (stopped.compareAndSet(false, true)) {
      parts.openings().ended(this);
      CompletableFuture<Void> ports = doors.close();
      CompletableFuture<Void> guests = arrivals.close();
      var _ =
          CompletableFuture.allOf(ports, guests)
              .whenComplete((value, failure) -> released.complete(null));
      queue.close().forEach(Connection::abort);
      closed.complete(null);
    }
  }

  /// A program that waits for a connection.
  private final class Later extends CompletableFuture<C> implements AcceptQueue.Taker<C> {
    /// Whether a thread waits, which needs no executor to be woken.
    private final boolean blocks;

    Later(boolean blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean taken(C connection) {
      if (isDone()) {
        return false;
      }
      if (blocks) {
        return complete(connection);
      }
      delivery.run(
          () -> {
            // Cancelled in the last moment: the next one gets it.
            if (!complete(connection) && !queue.offer(connection)) {
              connection.abort();
            }
          });
      return true;
    }

    @Override
    public void closed() {
      completeExceptionally(new IllegalStateException("the listener is closed"));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return queue.withdraw(this) && super.cancel(mayInterrupt);
    }
  }
}
