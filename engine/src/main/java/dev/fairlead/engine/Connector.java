package dev.fairlead.engine;

/// Makes carriers: checks the path, then races everything that leads to the endpoint.
interface Connector {
  /// Begins one round on the order's event loop, where it must be called. `to` is told once, on the
  /// same loop and never before this method has returned, unless the round was cancelled.
  Round begin(ConnectOrder order, RoundListener to);
}
