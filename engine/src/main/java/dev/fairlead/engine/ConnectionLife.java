package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.ConnectionState;
import dev.fairlead.FailureCause;
import dev.fairlead.NetworkException;
import dev.fairlead.Preferences;
import dev.fairlead.Preferences.Backoff;
import dev.fairlead.core.connection.Lifecycle;
import dev.fairlead.core.connection.LifecycleEffect;
import dev.fairlead.core.connection.LifecycleEffect.Why;
import dev.fairlead.core.connection.LifecycleInput;
import dev.fairlead.core.connection.LifecycleState;
import dev.fairlead.core.connection.LifecycleStep;
import dev.fairlead.core.connection.Patience;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.InterfaceSource.Watch;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Drives the [Lifecycle] of one connection: feeds it what happens, and does what it says. All on
/// the connection's loop.
///
/// It knows nothing of the [RealConnection] in front of it, so that one which the program has
/// forgotten is found and ended.
final class ConnectionLife implements RoundListener, Wire.Events, Openings.Ending {
  private final NetworkParts parts;
  private final Orders orders;
  private final StreamSite site;
  private final Ledger ledger;
  private final Wire wire;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /// Whether the program said that it is done; any thread.
  private volatile boolean closeAsked;

  private volatile ConnectionState state = new ConnectionState.Setup();
  private volatile CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile long readyNanos;

  /// All below are owned by the loop.
  private LifecycleState machine;

  private final ArrayDeque<LifecycleInput> inputs = new ArrayDeque<>(2);
  /// What the effects that are being performed follow from.
  private @Nullable LifecycleInput followed;

  private boolean stepping;
  private @Nullable Consumer<ConnectionState> onState;
  private @Nullable Runnable whenOver;
  private @Nullable Round round;
  private @Nullable Carrier carrier;
  private @Nullable RoundLoss loss;
  private @Nullable ConnectionLostException broken;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable ScheduledFuture<?> backoff;
  private @Nullable Watch pathWatch;

  /// What the connection is to be.
  interface Orders {
    /// What the next round is to do; on the loop.
    ConnectOrder next();

    /// Idempotent content that the winner has not sent, because it came too late for its round.
    Bytes leftOver();

    Preferences preferences();

    /// It is over; on the loop.
    void over();
  }

  ConnectionLife(NetworkParts parts, Orders orders, StreamSite site, Ledger ledger, Wire wire) {
    this.parts = parts;
    this.orders = orders;
    this.site = site;
    this.ledger = ledger;
    this.wire = wire;
    this.machine = Lifecycle.begin(patience(orders.preferences()));
  }

  private static Patience patience(Preferences preferences) {
    if (!preferences.waitsForConnectivity()) {
      return Patience.NONE;
    }
    return preferences
        .retry()
        .map(it -> Patience.withBackoff(it.first().toNanos(), mostNanos(it)))
        .orElse(Patience.WAITS);
  }

  private static long mostNanos(Backoff backoff) {
    return TimeUnit.SECONDS.toNanos(Math.min(backoff.most().toSeconds() + 1, Integer.MAX_VALUE));
  }

  ConnectionState state() {
    return state;
  }

  /// Completes when bytes can flow, or fails; on the loop.
  CompletableFuture<Void> ready() {
    return ready;
  }

  /// How long it has been ready.
  Duration sinceReady() {
    long since = readyNanos;
    return since == 0
        ? Duration.ZERO
        : Duration.ofNanos(site.environment().ticker().nanos() - since);
  }

  /// Tells `handler` the present state and each new one.
  void onState(Consumer<ConnectionState> handler) {
    onLoop(
        () -> {
          onState = handler;
          ConnectionState now = state;
          site.delivery().run(() -> handler.accept(now));
        });
  }

  /// Runs `action` on the loop when it is over, before anybody is told.
  void whenOver(Runnable action) {
    onLoop(
        () -> {
          Runnable before = whenOver;
          if (state.isFinal()) {
            action.run();
          } else {
            whenOver = before == null ? action : () -> both(before, action);
          }
        });
  }

  private static void both(Runnable first, Runnable second) {
    first.run();
    second.run();
  }

  void start() {
    if (state instanceof ConnectionState.Setup) {
      input(new LifecycleInput.Started());
    }
  }

  void restart() {
    input(new LifecycleInput.RestartAsked());
  }

  /// Goes on with the next endpoint, unless bytes have flowed.
  void tryNext() {
    onLoop(
        () -> {
          if (!(state instanceof ConnectionState.Ready) || wire.isFresh()) {
            take(new LifecycleInput.NextAsked());
          }
        });
  }

  /// Ends in good order; the future completes on the loop.
  CompletableFuture<Void> close() {
    closeAsked = true;
    onLoop(
        () -> {
          take(new LifecycleInput.CloseAsked());
          if (state.isFinal()) {
            wire.discard(site.losses().closedHere());
          }
        });
    return closed;
  }

  /// Whether the connection ends by itself: nobody has to hold it any more.
  boolean closeAsked() {
    return closeAsked;
  }

  /// Completes when it is over, after its last state is told.
  CompletableFuture<Void> closed() {
    return closed;
  }

  /// Ends at once. Whoever waits is told on this very thread.
  void abort() {
    closeAsked = true;
    wire.discard(site.losses().closedHere());
    try {
      input(new LifecycleInput.AbortAsked());
    } catch (RejectedExecutionException _) {
      // The network was closed, and its loops with all their channels: nothing is left to end.
      closed.complete(null);
    }
  }

  @Override
  public void endNow() {
    abort();
  }

  /// An accepted connection is ready from the start; on the loop.
  void accepted(Carrier won) {
    machine = new LifecycleState.Preparing(Patience.NONE, 0, false);
    won(won);
  }

  @Override
  public void won(Carrier won) {
    Carrier before = carrier;
    carrier = won;
    take(new LifecycleInput.RoundWon());
    carrier = before == null ? carrier : before;
  }

  @Override
  public void lost(RoundLoss why) {
    round = null;
    loss = why;
    take(new LifecycleInput.RoundLost(why.curable()));
  }

  @Override
  public void closedInOrder() {
    take(new LifecycleInput.CarrierClosed());
  }

  @Override
  public void broke(ConnectionLostException reason) {
    broken = reason;
    take(new LifecycleInput.CarrierLost());
  }

  private void input(LifecycleInput input) {
    onLoop(() -> take(input));
  }

  /// One input at a time: what an effect brings about comes after all effects of its step.
  private void take(LifecycleInput input) {
    inputs.addLast(input);
    if (stepping) {
      return;
    }
    stepping = true;
    try {
      for (LifecycleInput next = inputs.pollFirst(); next != null; next = inputs.pollFirst()) {
        followed = next;
        LifecycleStep step = Lifecycle.step(machine, next);
        machine = step.state();
        step.effects().forEach(this::perform);
      }
    } finally {
      stepping = false;
    }
  }

  private void perform(LifecycleEffect effect) {
    switch (effect) {
      case LifecycleEffect.StartRound _ -> startRound();
      case LifecycleEffect.StopRound _ -> stopRound();
      case LifecycleEffect.TryNext _ -> tryNextInRound();
      case LifecycleEffect.Adopt _ -> adopt();
      case LifecycleEffect.Discard _ -> discard();
      case LifecycleEffect.LetGo _ -> letGo();
      case LifecycleEffect.BeginClose _ -> wire.beginClose(site.losses().closedHere());
      case LifecycleEffect.Reset _ -> reset();
      case LifecycleEffect.ArmDeadline _ ->
          orders
              .preferences()
              .deadline()
              .ifPresent(it -> deadline = after(it, new LifecycleInput.DeadlinePassed()));
      case LifecycleEffect.ArmCloseDeadline _ ->
          deadline =
              after(orders.preferences().closeDeadline(), new LifecycleInput.CloseDeadlinePassed());
      case LifecycleEffect.StopDeadline _, LifecycleEffect.StopCloseDeadline _ -> cancel(deadline);
      case LifecycleEffect.ArmBackoff(long nanos) -> armBackoff(nanos);
      case LifecycleEffect.StopBackoff _ -> cancel(backoff);
      case LifecycleEffect.Tell(LifecycleEffect.Phase phase, Why why) -> tell(phase, why);
    }
  }

  private void startRound() {
    if (pathWatch == null && orders.preferences().waitsForConnectivity()) {
      pathWatch = parts.paths().onAnyChange(() -> input(new LifecycleInput.PathChanged()));
    }
    round = parts.connector().begin(orders.next(), this);
  }

  private void stopRound() {
    if (round != null) {
      boolean late = followed instanceof LifecycleInput.DeadlinePassed;
      round.cancel(late ? "the deadline passed" : "the connection was closed");
      round = null;
    }
  }

  private void tryNextInRound() {
    if (round != null) {
      round.tryNext();
    }
  }

  private void adopt() {
    if (carrier != null) {
      wire.adopt(carrier, orders.leftOver());
    }
  }

  private void discard() {
    if (carrier != null) {
      carrier.abort();
    }
  }

  private void letGo() {
    if (round != null) {
      round.tryNext();
      round.cancel("the program wanted another endpoint");
    }
    carrier = null;
    wire.giveUp();
    ready = new CompletableFuture<>();
    ledger.undecided("preparing");
  }

  private void reset() {
    if (broken == null && wire.unsent() > 0) {
      broken = notSent("it was closed before everything was sent");
    }
    wire.discard(site.losses().closedHere());
    wire.abort();
  }

  /// A random fifth less, so that many clients of a server that came back do not come at once.
  private void armBackoff(long nanos) {
    long less = (long) (nanos * 0.2 * site.environment().random().nextDouble());
    backoff = after(Duration.ofNanos(nanos - less), new LifecycleInput.BackoffFired());
  }

  private ScheduledFuture<?> after(Duration time, LifecycleInput input) {
    return site.loop().schedule(() -> take(input), nanos(time), TimeUnit.NANOSECONDS);
  }

  private static long nanos(Duration time) {
    return time.toDays() > 3650 ? TimeUnit.DAYS.toNanos(3650) : time.toNanos();
  }

  private void tell(LifecycleEffect.Phase phase, Why why) {
    switch (phase) {
      case PREPARING -> move(new ConnectionState.Preparing());
      case WAITING -> {
        ledger.undecided("waiting: " + lost().summary());
        move(new ConnectionState.Waiting(site.losses().notMade(lost())));
      }
      case READY -> tellReady();
      case CLOSING -> move(new ConnectionState.Closing());
      case FAILED -> fail(reason(why));
      case CLOSED -> over(new ConnectionState.Closed(), unsentAtClose());
    }
  }

  private void tellReady() {
    stopWatching();
    readyNanos = site.environment().ticker().nanos();
    ledger.decided("ready");
    move(new ConnectionState.Ready());
    ready.complete(null);
    wire.flow();
  }

  private NetworkException reason(Why why) {
    return switch (why) {
      case CARRIER_LOST -> broken != null ? broken : site.losses().closedHere();
      case DEADLINE -> {
        RoundLoss late = late();
        ledger.decided("failed: " + late.summary());
        yield site.losses().notMade(late);
      }
      case ROUND_LOST, ASKED -> {
        ledger.decided("failed: " + lost().summary());
        yield site.losses().notMade(lost());
      }
    };
  }

  private RoundLoss late() {
    String limit =
        orders.preferences().deadline().map(it -> Durations.text(nanos(it))).orElse("none");
    Throwable before = state instanceof ConnectionState.Waiting waits ? waits.reason() : null;
    return new RoundLoss(
        FailureCause.DEADLINE, true, "the deadline of " + limit + " passed", before);
  }

  private RoundLoss lost() {
    RoundLoss known = loss;
    return known != null
        ? known
        : new RoundLoss(FailureCause.CANCELLED, false, "it was not tried", null);
  }

  private void fail(NetworkException reason) {
    wire.fail(reason);
    boolean unsent = reason instanceof ConnectionLostException it && it.bytesNotSent() > 0;
    over(new ConnectionState.Failed(reason), unsent ? reason : null);
  }

  /// What `close()` has to tell: accepted bytes that were not handed over.
  private @Nullable NetworkException unsentAtClose() {
    if (broken != null) {
      return broken.bytesNotSent() > 0 ? broken : null;
    }
    return wire.unsent() > 0 && wire.outbox().broken() == null
        ? notSent("it was closed before it was ready")
        : null;
  }

  private ConnectionLostException notSent(String why) {
    return site.losses().lost(FailureCause.CANCELLED, why, wire.unsent(), null);
  }

  /// The last move: first whoever waits is told, then the state.
  private void over(ConnectionState last, @Nullable NetworkException told) {
    stopWatching();
    NetworkException reason =
        last instanceof ConnectionState.Failed failed
            ? failed.reason()
            : site.losses().closedHere();
    if (last instanceof ConnectionState.Closed) {
      ledger.closedUndecided();
      wire.discard(reason);
    }
    ready.completeExceptionally(reason);
    Runnable action = whenOver;
    whenOver = null;
    if (action != null) {
      action.run();
    }
    parts.openings().ended(this);
    orders.over();
    move(last);
    if (told == null) {
      closed.complete(null);
    } else {
      closed.completeExceptionally(told);
    }
  }

  private void move(ConnectionState next) {
    state = next;
    Consumer<ConnectionState> handler = onState;
    if (handler != null) {
      site.delivery().run(() -> handler.accept(next));
    }
  }

  private void stopWatching() {
    Watch watch = pathWatch;
    pathWatch = null;
    if (watch != null) {
      watch.close();
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void onLoop(Runnable action) {
    if (site.loop().inEventLoop()) {
      action.run();
    } else {
      site.loop().execute(action);
    }
  }
}
