package dev.fairlead.core.connect;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/// How a race is run. The draft's constants are the defaults.
///
/// @param delays the times
/// @param families which address families take part, and which is preferred
/// @param firstFamilyCount how many addresses of the first family come before one of the other; 1
///     by default, 2 favours the first family more
/// @param attemptsMax how many attempts one race may start; 64 by default
/// @param addressesMax how many addresses of one name are considered; 64 by default
/// @param racing false for one attempt at a time, the next only after a failure
public record RaceOptions(
    Delays delays,
    Families families,
    int firstFamilyCount,
    int attemptsMax,
    int addressesMax,
    boolean racing) {

  /// The defaults of the draft.
  public static final RaceOptions DEFAULTS =
      new RaceOptions(Delays.DEFAULTS, Families.BY_RULES, 1, 64, 64, true);

  /// Raises counts below one to one.
  public RaceOptions {
    firstFamilyCount = Math.max(1, firstFamilyCount);
    attemptsMax = Math.max(1, attemptsMax);
    addressesMax = Math.max(1, addressesMax);
  }

  /// The same with these times.
  public RaceOptions withDelays(Delays newDelays) {
    return new RaceOptions(
        newDelays, families, firstFamilyCount, attemptsMax, addressesMax, racing);
  }

  /// The same with this choice of families.
  public RaceOptions withFamilies(Families choice) {
    return new RaceOptions(delays, choice, firstFamilyCount, attemptsMax, addressesMax, racing);
  }

  /// The same with this many addresses of the first family at the front.
  public RaceOptions withFirstFamilyCount(int count) {
    return new RaceOptions(delays, families, count, attemptsMax, addressesMax, racing);
  }

  /// The same with these limits.
  public RaceOptions withLimits(int attempts, int addresses) {
    return new RaceOptions(delays, families, firstFamilyCount, attempts, addresses, racing);
  }

  /// The same, racing or one attempt at a time.
  public RaceOptions withRacing(boolean on) {
    return new RaceOptions(delays, families, firstFamilyCount, attemptsMax, addressesMax, on);
  }

  /// Which address families take part.
  public enum Families {
    /// Both; RFC 6724 says which is first, and IPv6 is waited for.
    BY_RULES,
    /// Both; IPv4 is first and is waited for.
    IPV4_FIRST,
    /// IPv4 alone.
    IPV4_ONLY,
    /// IPv6 alone.
    IPV6_ONLY
  }

  /// The times of a race, in nanoseconds.
  ///
  /// @param resolutionNanos how long the first usable address waits for the preferred family and
  ///     for service records; 50 ms by default
  /// @param attemptNanos how long an attempt is alone before the next joins; 250 ms by default
  /// @param attemptMinNanos what history may shorten that to; 100 ms by default, never under 10 ms
  /// @param lingerNanos how long answers are still awaited after a win, for the cache; 1 s by
  ///     default
  public record Delays(
      long resolutionNanos, long attemptNanos, long attemptMinNanos, long lingerNanos) {

    // Constants of the compiler, because DEFAULTS is made with them.
    private static final long ATTEMPT_FLOOR = 10_000_000;
    private static final long ATTEMPT_CEILING = 2_000_000_000;

    /// The constants of the draft.
    public static final Delays DEFAULTS =
        new Delays(
            MILLISECONDS.toNanos(50),
            MILLISECONDS.toNanos(250),
            MILLISECONDS.toNanos(100),
            SECONDS.toNanos(1));

    /// Brings settings that the draft forbids to the nearest that it allows.
    public Delays {
      resolutionNanos = Math.max(0, resolutionNanos);
      lingerNanos = Math.max(0, lingerNanos);
      // RFC 8305 §8, unchanged in version 3: never less than 10 ms, at most two seconds.
      attemptMinNanos = Math.clamp(attemptMinNanos, ATTEMPT_FLOOR, ATTEMPT_CEILING);
      attemptNanos = Math.clamp(attemptNanos, attemptMinNanos, ATTEMPT_CEILING);
    }

    /// The same with this resolution delay.
    public Delays withResolutionNanos(long nanos) {
      return new Delays(nanos, attemptNanos, attemptMinNanos, lingerNanos);
    }

    /// The same with this delay between attempts.
    public Delays withAttemptNanos(long nanos) {
      return new Delays(resolutionNanos, nanos, attemptMinNanos, lingerNanos);
    }

    /// The same with this minimum of the delay between attempts.
    public Delays withAttemptMinNanos(long nanos) {
      return new Delays(resolutionNanos, attemptNanos, nanos, lingerNanos);
    }
  }
}
