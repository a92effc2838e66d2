package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.Question;
import java.util.List;

/// Where a race stands. A state is a value: a race is replayed by feeding the same inputs again.
public sealed interface RaceState {

  /// Whether nothing will happen any more: the shell may stop its timer and forget the race.
  default boolean isOver() {
    return switch (this) {
      case Idle _, Live _ -> false;
      case Won won -> won.open().isEmpty();
      case Exhausted _, Cancelled _ -> true;
    };
  }

  /// Not begun.
  record Idle(RacePlan plan) implements RaceState {}

  /// Begun and not decided.
  sealed interface Live extends RaceState {
    /// All that is known so far.
    Standings standings();
  }

  /// Questions are out and no attempt was started yet.
  record Resolving(Standings standings) implements Live {}

  /// At least one attempt was started.
  record Racing(Standings standings) implements Live {}

  /// An attempt won. Questions that are still open may be answered until `lingerUntil`, so that
  /// the cache knows more the next time.
  record Won(int attempt, List<Question> open, long lingerUntil) implements RaceState {
    /// Copies the list.
    public Won {
      open = List.copyOf(open);
    }
  }

  /// There was nothing left to try.
  record Exhausted(RaceEffect.Reason reason) implements RaceState {}

  /// Nobody wanted the result any more.
  record Cancelled() implements RaceState {}
}
