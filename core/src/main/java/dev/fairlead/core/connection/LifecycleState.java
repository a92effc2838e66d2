package dev.fairlead.core.connection;

/// Where a connection stands in its life.
public sealed interface LifecycleState {
  /// Made, not started.
  record Setup(Patience patience) implements LifecycleState {}

  /// A round is on its way: path, names, race.
  ///
  /// @param lost how many rounds in a row brought nothing
  /// @param changed whether the network changed since the round began, so that its loss would say
  ///     nothing about the network as it is now
  record Preparing(Patience patience, int lost, boolean changed) implements LifecycleState {}

  /// The last round brought nothing; something may change that.
  ///
  /// @param lost how many rounds in a row brought nothing
  record Waiting(Patience patience, int lost) implements LifecycleState {}

  /// Bytes can flow.
  record Ready(Patience patience) implements LifecycleState {}

  /// Ending in good order.
  record Closing() implements LifecycleState {}

  /// Could not be made, or broke. Final.
  record Failed() implements LifecycleState {}

  /// Ended by this side. Final.
  record Closed() implements LifecycleState {}
}
