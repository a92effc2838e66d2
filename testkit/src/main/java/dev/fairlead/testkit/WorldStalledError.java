package dev.fairlead.testkit;

/// A simulated world cannot go on: everybody in it waits, and nothing is due that could wake
/// anybody; or one of its threads holds on to the world's turn without ever waiting.
///
/// The message names each that waits, for what, and since when.
public final class WorldStalledError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /// @param message who waits for what since when
  public WorldStalledError(String message) {
    super(message);
  }
}
