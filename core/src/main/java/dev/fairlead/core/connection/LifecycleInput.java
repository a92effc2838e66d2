package dev.fairlead.core.connection;

/// What can happen to a connection.
public sealed interface LifecycleInput {
  /// The user started it.
  record Started() implements LifecycleInput {}

  /// A round brought a carrier.
  record RoundWon() implements LifecycleInput {}

  /// A round brought nothing.
  ///
  /// @param curable whether anything that went wrong may be cured by a change of the network
  record RoundLost(boolean curable) implements LifecycleInput {}

  /// An interface, address, route or name server of this machine came, went or changed.
  record PathChanged() implements LifecycleInput {}

  /// The user asked to try again now.
  record RestartAsked() implements LifecycleInput {}

  /// The user asked for the next endpoint. Not told once bytes have flowed: they cannot be taken
  /// elsewhere.
  record NextAsked() implements LifecycleInput {}

  /// The time that [LifecycleEffect.ArmBackoff] asked for has passed.
  record BackoffFired() implements LifecycleInput {}

  /// The deadline for connecting has passed.
  record DeadlinePassed() implements LifecycleInput {}

  /// The carrier broke: a reset, a protocol error, a peer that fell silent.
  record CarrierLost() implements LifecycleInput {}

  /// The user asked for an end in good order.
  record CloseAsked() implements LifecycleInput {}

  /// The user asked for an end at once.
  record AbortAsked() implements LifecycleInput {}

  /// All is flushed and the peer has ended too. While the connection is ready this changes nothing;
  /// the shell says it again in answer to [LifecycleEffect.BeginClose].
  record CarrierClosed() implements LifecycleInput {}

  /// The deadline for closing has passed.
  record CloseDeadlinePassed() implements LifecycleInput {}
}
