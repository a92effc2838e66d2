package dev.fairlead.core.connect;

import java.util.List;
import java.util.Set;

/// All that an undecided race knows. Times are in nanoseconds since its begin; a negative time
/// means "none".
///
/// @param plan what is to be reached, with the prefixes learned so far
/// @param begunAt when the race began, on the clock of the shell
/// @param answers what the name system said
/// @param lineup everything that can be tried, best first, tried or not
/// @param attempts everything that was tried, oldest first
/// @param clock the times that the race waits for
/// @param skipped what was reported as skipped, so that it is reported once
public record Standings(
    RacePlan plan,
    long begunAt,
    Answers answers,
    List<Candidate> lineup,
    List<Attempt> attempts,
    Clock clock,
    Set<RaceEffect.Skip> skipped) {

  /// The times of a race.
  ///
  /// @param firstUsable when the first candidate was known
  /// @param nextAttempt from when the next attempt may be started
  /// @param wake what the shell was asked for last
  record Clock(long firstUsable, long nextAttempt, long wake) {
    static final Clock NONE = new Clock(-1, -1, -1);
  }
}
