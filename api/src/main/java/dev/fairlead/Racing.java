package dev.fairlead;

import java.time.Duration;
import java.util.Objects;

/// How addresses are raced: the named constants of Happy Eyeballs v3
/// (draft-ietf-happy-happyeyeballs-v3) with their defaults.
///
/// @param enabled whether attempts run side by side; off means one after the other
/// @param resolutionDelay how long the first answer waits for the preferred family, 50 ms
/// @param attemptDelay how long after an attempt the next one starts, 250 ms; 100 ms to 2 s
/// @param firstFamilyCount addresses of the preferred family before the other gets its turn, 1
/// @param attemptsMax how many attempts one race makes at most, 64
/// @param serviceRecords whether HTTPS records are asked and obeyed
public record Racing(
    boolean enabled,
    Duration resolutionDelay,
    Duration attemptDelay,
    int firstFamilyCount,
    int attemptsMax,
    boolean serviceRecords) {
  private static final Duration ATTEMPT_DELAY_MIN = Duration.ofMillis(10);
  private static final Duration ATTEMPT_DELAY_MAX = Duration.ofSeconds(2);
  private static final Racing DEFAULTS =
      new Racing(true, Duration.ofMillis(50), Duration.ofMillis(250), 1, 64, false);

  public Racing {
    Objects.requireNonNull(resolutionDelay, "resolutionDelay");
    if (resolutionDelay.isNegative() || resolutionDelay.compareTo(ATTEMPT_DELAY_MAX) > 0) {
      throw new IllegalArgumentException("the resolution delay is between 0 and 2 s");
    }
    if (attemptDelay.compareTo(ATTEMPT_DELAY_MIN) < 0
        || attemptDelay.compareTo(ATTEMPT_DELAY_MAX) > 0) {
      throw new IllegalArgumentException("the attempt delay is between 10 ms and 2 s");
    }
    if (firstFamilyCount < 1 || attemptsMax < 1) {
      throw new IllegalArgumentException("firstFamilyCount and attemptsMax are at least 1");
    }
  }

  /// The recommended values.
  public static Racing defaults() {
    return DEFAULTS;
  }

  /// One attempt at a time, in the same order.
  public static Racing off() {
    return new Racing(
        false,
        DEFAULTS.resolutionDelay,
        DEFAULTS.attemptDelay,
        DEFAULTS.firstFamilyCount,
        DEFAULTS.attemptsMax,
        DEFAULTS.serviceRecords);
  }

  /// With another resolution delay, 0 to 2 s.
  public Racing resolutionDelay(Duration delay) {
    return new Racing(enabled, delay, attemptDelay, firstFamilyCount, attemptsMax, serviceRecords);
  }

  /// With another attempt delay, 10 ms to 2 s.
  public Racing attemptDelay(Duration delay) {
    return new Racing(
        enabled, resolutionDelay, delay, firstFamilyCount, attemptsMax, serviceRecords);
  }

  /// With more addresses of the preferred family in front.
  public Racing firstFamilyCount(int count) {
    return new Racing(enabled, resolutionDelay, attemptDelay, count, attemptsMax, serviceRecords);
  }

  /// With another bound on the attempts of one race.
  public Racing attemptsMax(int attempts) {
    return new Racing(
        enabled, resolutionDelay, attemptDelay, firstFamilyCount, attempts, serviceRecords);
  }

  /// Asks for HTTPS records and obeys them (RFC 9460), as HTTP and WebSocket clients should.
  public Racing serviceRecords(boolean on) {
    return new Racing(enabled, resolutionDelay, attemptDelay, firstFamilyCount, attemptsMax, on);
  }
}
