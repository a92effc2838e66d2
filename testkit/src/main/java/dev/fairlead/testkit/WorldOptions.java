package dev.fairlead.testkit;

import java.time.Duration;
import java.time.Instant;

/// How a [SimWorld] is run. Each method gives a changed copy.
///
/// @param begin what the clocks say when the world begins
/// @param horizon how long a world may run, in its own time, before it counts as one that never
/// ends
/// @param patience how long, in real time, a thread may hold the world's turn; zero for any time
public record WorldOptions(Instant begin, Duration horizon, Duration patience) {
  private static final WorldOptions DEFAULTS =
      new WorldOptions(
          Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(7), Duration.ofSeconds(10));

  /// Checks the durations.
  public WorldOptions {
    if (horizon.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative");
    }
  }

  /// It begins with the year 2026, ends after a week, and has patience for ten seconds.
  public static WorldOptions defaults() {
    return DEFAULTS;
  }

  /// It begins then.
  public WorldOptions begin(Instant when) {
    return new WorldOptions(when, horizon, patience);
  }

  /// It may run so long.
  public WorldOptions horizon(Duration longest) {
    return new WorldOptions(begin, longest, patience);
  }

  /// A thread may hold the turn so long, in real time; zero for any time.
  public WorldOptions patience(Duration longest) {
    return new WorldOptions(begin, horizon, longest);
  }
}
