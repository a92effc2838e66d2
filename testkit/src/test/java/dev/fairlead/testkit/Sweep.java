package dev.fairlead.testkit;

import java.util.Optional;
import java.util.stream.LongStream;

/// Plays a scenario in a world of each of many seeds.
final class Sweep {
  private Sweep() {}

  /// What is to happen in a world; an exception or an error says that it did not.
  interface Scenario {
    void play(SimWorld world) throws Exception;
  }

  /// A seed with which a scenario fails.
  record Finding(long seed, String failure, String transcript) {
    @Override
    public String toString() {
      return "seed " + seed + ": " + failure + "\nreplay: SimWorld.seeded(" + seed + ")";
    }
  }

  /// The first of the seeds from 1 to `seeds` with which the scenario fails.
  static Optional<Finding> search(int seeds, Scenario scenario) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> replay(seed, scenario))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// Plays it with this seed alone. The transcript ends where the scenario does, before the world
  /// is
  /// taken down.
  static Optional<Finding> replay(long seed, Scenario scenario) {
    String transcript = "";
    Throwable failure = null;
    try (SimWorld world = SimWorld.seeded(seed)) {
      try {
        scenario.play(world);
      } finally {
        transcript = world.transcript().text();
      }
    } catch (Exception | AssertionError thrown) {
      failure = thrown;
    }
    return failure == null
        ? Optional.empty()
        : Optional.of(new Finding(seed, failure.toString(), transcript));
  }

  /// Fails with the first seed with which the scenario fails.
  static void each(int seeds, Scenario scenario) {
    search(seeds, scenario)
        .ifPresent(
            it -> {
              throw new AssertionError(it + "\n" + it.transcript());
            });
  }
}
