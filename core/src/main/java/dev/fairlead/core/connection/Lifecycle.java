package dev.fairlead.core.connection;

import dev.fairlead.core.connection.LifecycleEffect.Adopt;
import dev.fairlead.core.connection.LifecycleEffect.ArmBackoff;
import dev.fairlead.core.connection.LifecycleEffect.ArmCloseDeadline;
import dev.fairlead.core.connection.LifecycleEffect.ArmDeadline;
import dev.fairlead.core.connection.LifecycleEffect.BeginClose;
import dev.fairlead.core.connection.LifecycleEffect.Discard;
import dev.fairlead.core.connection.LifecycleEffect.LetGo;
import dev.fairlead.core.connection.LifecycleEffect.Phase;
import dev.fairlead.core.connection.LifecycleEffect.Reset;
import dev.fairlead.core.connection.LifecycleEffect.StartRound;
import dev.fairlead.core.connection.LifecycleEffect.StopBackoff;
import dev.fairlead.core.connection.LifecycleEffect.StopCloseDeadline;
import dev.fairlead.core.connection.LifecycleEffect.StopDeadline;
import dev.fairlead.core.connection.LifecycleEffect.StopRound;
import dev.fairlead.core.connection.LifecycleEffect.Tell;
import dev.fairlead.core.connection.LifecycleEffect.TryNext;
import dev.fairlead.core.connection.LifecycleEffect.Why;
import dev.fairlead.core.connection.LifecycleInput.AbortAsked;
import dev.fairlead.core.connection.LifecycleInput.BackoffFired;
import dev.fairlead.core.connection.LifecycleInput.CarrierClosed;
import dev.fairlead.core.connection.LifecycleInput.CarrierLost;
import dev.fairlead.core.connection.LifecycleInput.CloseAsked;
import dev.fairlead.core.connection.LifecycleInput.CloseDeadlinePassed;
import dev.fairlead.core.connection.LifecycleInput.DeadlinePassed;
import dev.fairlead.core.connection.LifecycleInput.NextAsked;
import dev.fairlead.core.connection.LifecycleInput.PathChanged;
import dev.fairlead.core.connection.LifecycleInput.RestartAsked;
import dev.fairlead.core.connection.LifecycleInput.RoundLost;
import dev.fairlead.core.connection.LifecycleInput.RoundWon;
import dev.fairlead.core.connection.LifecycleInput.Started;
import dev.fairlead.core.connection.LifecycleState.Closed;
import dev.fairlead.core.connection.LifecycleState.Closing;
import dev.fairlead.core.connection.LifecycleState.Failed;
import dev.fairlead.core.connection.LifecycleState.Preparing;
import dev.fairlead.core.connection.LifecycleState.Ready;
import dev.fairlead.core.connection.LifecycleState.Setup;
import dev.fairlead.core.connection.LifecycleState.Waiting;
import java.util.ArrayList;
import java.util.List;

/// The life of a connection: which state follows which, and what is done on the way. The shell
/// calls it on the connection's event loop, with one input at a time. A pure machine; its table
/// with all legal moves is `docs/machines/connection.txt`.
///
/// ```
/// Setup ──▶ Preparing ──▶ Ready ──▶ Closing ──▶ Closed
///             │    ▲        │
///             ▼    │        ▼
///           Waiting └──▶  Failed
/// ```
///
/// When a round brought nothing the connection fails, unless it was told to wait *and* something
/// that went wrong may be cured. Waiting ends with a change of the network, `restart()`, or the
/// back-off that the user asked for; the deadline for connecting goes on meanwhile. A path that
/// changes or goes away never ends a connection that is ready: only its carrier does.
public final class Lifecycle {
  private Lifecycle() {}

  /// The state of a connection that was just made.
  public static LifecycleState begin(Patience patience) {
    return new Setup(patience);
  }

  /// Takes one input. What comes too late changes nothing; a carrier that comes too late is
  /// discarded.
  public static LifecycleStep step(LifecycleState state, LifecycleInput input) {
    return switch (state) {
      case Setup it -> inSetup(it, input);
      case Preparing it -> inPreparing(it, input);
      case Waiting it -> inWaiting(it, input);
      case Ready it -> inReady(it, input);
      case Closing it -> inClosing(it, input);
      case Failed it -> atTheEnd(it, input);
      case Closed it -> atTheEnd(it, input);
    };
  }

  private static LifecycleStep inSetup(Setup it, LifecycleInput input) {
    return switch (input) {
      case Started _ ->
          to(
              new Preparing(it.patience(), 0, false),
              new ArmDeadline(),
              tell(Phase.PREPARING),
              new StartRound());
      case CloseAsked _, AbortAsked _ -> to(new Closed(), tell(Phase.CLOSED));
      case RoundWon _ -> to(it, new Discard());
      case RoundLost _, PathChanged _, RestartAsked _, NextAsked _ -> to(it);
      case BackoffFired _, DeadlinePassed _, CloseDeadlinePassed _ -> to(it);
      case CarrierLost _, CarrierClosed _ -> to(it);
    };
  }

  private static LifecycleStep inPreparing(Preparing it, LifecycleInput input) {
    return switch (input) {
      case RoundWon _ ->
          to(new Ready(it.patience()), new StopDeadline(), new Adopt(), tell(Phase.READY));
      case RoundLost(boolean curable) when !it.patience().waits() || !curable ->
          to(new Failed(), new StopDeadline(), new Tell(Phase.FAILED, Why.ROUND_LOST));
      // The network that the round failed on is not the one of now.
      case RoundLost _ when it.changed() ->
          to(new Preparing(it.patience(), 0, false), new StartRound());
      case RoundLost _ -> waiting(it.patience(), it.lost() + 1);
      case PathChanged _ -> to(new Preparing(it.patience(), it.lost(), true));
      case NextAsked _ -> to(it, new TryNext());
      case DeadlinePassed _ ->
          to(new Failed(), new StopRound(), new Tell(Phase.FAILED, Why.DEADLINE));
      case CloseAsked _, AbortAsked _ ->
          to(new Closed(), new StopDeadline(), new StopRound(), tell(Phase.CLOSED));
      case Started _, RestartAsked _, BackoffFired _ -> to(it);
      case CarrierLost _, CarrierClosed _, CloseDeadlinePassed _ -> to(it);
    };
  }

  private static LifecycleStep waiting(Patience patience, int lost) {
    List<LifecycleEffect> effects = new ArrayList<>();
    long nanos = patience.backoffNanos(lost);
    if (nanos > 0) {
      effects.add(new ArmBackoff(nanos));
    }
    effects.add(new Tell(Phase.WAITING, Why.ROUND_LOST));
    return new LifecycleStep(new Waiting(patience, lost), effects);
  }

  private static LifecycleStep inWaiting(Waiting it, LifecycleInput input) {
    return switch (input) {
      // A change or the user's wish is a new beginning; the clock alone is not.
      case PathChanged _, RestartAsked _ -> again(it, 0, new StopBackoff());
      case BackoffFired _ -> again(it, it.lost());
      case DeadlinePassed _ ->
          to(new Failed(), new StopBackoff(), new Tell(Phase.FAILED, Why.DEADLINE));
      case CloseAsked _, AbortAsked _ ->
          to(new Closed(), new StopBackoff(), new StopDeadline(), tell(Phase.CLOSED));
      case RoundWon _ -> to(it, new Discard());
      case Started _, RoundLost _, NextAsked _ -> to(it);
      case CarrierLost _, CarrierClosed _, CloseDeadlinePassed _ -> to(it);
    };
  }

  private static LifecycleStep again(Waiting it, int lost, LifecycleEffect... first) {
    List<LifecycleEffect> effects = new ArrayList<>(List.of(first));
    effects.add(tell(Phase.PREPARING));
    effects.add(new StartRound());
    return new LifecycleStep(new Preparing(it.patience(), lost, false), effects);
  }

  private static LifecycleStep inReady(Ready it, LifecycleInput input) {
    return switch (input) {
      case CloseAsked _ ->
          to(new Closing(), new ArmCloseDeadline(), tell(Phase.CLOSING), new BeginClose());
      case AbortAsked _ -> to(new Closed(), new Reset(), tell(Phase.CLOSED));
      case CarrierLost _ -> to(new Failed(), new Tell(Phase.FAILED, Why.CARRIER_LOST));
      // Both sides ended in good order: no failure, and what came may still be read.
      case CarrierClosed _ -> to(it);
      case NextAsked _ ->
          to(
              new Preparing(it.patience(), 0, false),
              new LetGo(),
              new ArmDeadline(),
              tell(Phase.PREPARING),
              new StartRound());
      case RoundWon _ -> to(it, new Discard());
      case Started _, RoundLost _, PathChanged _, RestartAsked _ -> to(it);
      case BackoffFired _, DeadlinePassed _, CloseDeadlinePassed _ -> to(it);
    };
  }

  private static LifecycleStep inClosing(Closing it, LifecycleInput input) {
    return switch (input) {
      // What could not be handed over is told by close() itself; the state is what was asked for.
      case CarrierClosed _, CarrierLost _ ->
          to(new Closed(), new StopCloseDeadline(), tell(Phase.CLOSED));
      case AbortAsked _ ->
          to(new Closed(), new StopCloseDeadline(), new Reset(), tell(Phase.CLOSED));
      case CloseDeadlinePassed _ -> to(new Closed(), new Reset(), tell(Phase.CLOSED));
      case RoundWon _ -> to(it, new Discard());
      case Started _, RoundLost _, PathChanged _, RestartAsked _, NextAsked _ -> to(it);
      case BackoffFired _, DeadlinePassed _, CloseAsked _ -> to(it);
    };
  }

  private static LifecycleStep atTheEnd(LifecycleState it, LifecycleInput input) {
    return input instanceof RoundWon ? to(it, new Discard()) : to(it);
  }

  private static LifecycleStep to(LifecycleState state, LifecycleEffect... effects) {
    return new LifecycleStep(state, List.of(effects));
  }

  private static Tell tell(Phase phase) {
    return new Tell(phase, Why.ASKED);
  }
}
