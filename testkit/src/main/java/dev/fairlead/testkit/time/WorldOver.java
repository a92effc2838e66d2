package dev.fairlead.testkit.time;

/// Ends a thread whose world is closed.
final class WorldOver extends Error {
  private static final long serialVersionUID = 1L;

  WorldOver() {
    super("the simulated world is closed", null, false, false);
  }
}
