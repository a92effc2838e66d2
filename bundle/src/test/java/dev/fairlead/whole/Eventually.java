package dev.fairlead.whole;

import java.util.function.BooleanSupplier;

/// Waits for something that happens soon, without sleeping.
final class Eventually {
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private Eventually() {}

  /// Yields until `condition` holds.
  static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("never: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
