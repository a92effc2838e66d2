package dev.fairlead.core.connection;

/// What the shell shall do, in the order in which it is said.
public sealed interface LifecycleEffect {
  /// Begin a round.
  record StartRound() implements LifecycleEffect {}

  /// End the round that runs; it reports nothing more.
  record StopRound() implements LifecycleEffect {}

  /// Have the running round give up its newest attempt for the next one.
  record TryNext() implements LifecycleEffect {}

  /// Take over the carrier that the round brought.
  record Adopt() implements LifecycleEffect {}

  /// Close a carrier that came too late: nobody else knows of it.
  record Discard() implements LifecycleEffect {}

  /// Let the adopted carrier go, to be replaced by another.
  record LetGo() implements LifecycleEffect {}

  /// Flush, end our direction, and discard what still comes.
  record BeginClose() implements LifecycleEffect {}

  /// Reset the carrier; what waits is dropped.
  record Reset() implements LifecycleEffect {}

  /// Start the clock of the deadline for connecting.
  record ArmDeadline() implements LifecycleEffect {}

  /// Stop that clock.
  record StopDeadline() implements LifecycleEffect {}

  /// Report [LifecycleInput.BackoffFired] after this time.
  record ArmBackoff(long nanos) implements LifecycleEffect {}

  /// Stop that clock.
  record StopBackoff() implements LifecycleEffect {}

  /// Start the clock of the deadline for closing.
  record ArmCloseDeadline() implements LifecycleEffect {}

  /// Stop that clock.
  record StopCloseDeadline() implements LifecycleEffect {}

  /// Tell the user the new state.
  record Tell(Phase phase, Why why) implements LifecycleEffect {}

  /// The states, by name.
  enum Phase {
    /// A round is on its way.
    PREPARING,
    /// Something must change first.
    WAITING,
    /// Bytes can flow.
    READY,
    /// Ending in good order.
    CLOSING,
    /// Could not be made, or broke.
    FAILED,
    /// Ended by this side.
    CLOSED
  }

  /// What led to a state, so that the shell knows whose reason to tell.
  enum Why {
    /// The user's wish, or success: there is nothing to explain.
    ASKED,
    /// The last round: its loss is the reason.
    ROUND_LOST,
    /// The deadline for connecting.
    DEADLINE,
    /// The carrier: what broke it is the reason.
    CARRIER_LOST
  }
}
