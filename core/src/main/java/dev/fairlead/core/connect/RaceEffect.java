package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.Question;

/// What the shell shall do. It does them in the order in which they come.
public sealed interface RaceEffect {

  /// Ask the name system; report with [RaceInput.Answered] and its neighbours.
  record Ask(Question question) implements RaceEffect {
    @Override
    public String toString() {
      return "query(" + question + ")";
    }
  }

  /// Nobody waits for this question any more.
  record StopAsking(Question question) implements RaceEffect {
    @Override
    public String toString() {
      return "stop query(" + question + ")";
    }
  }

  /// Begin an attempt. Its number is new; report with that number.
  record Start(int attempt, Candidate candidate) implements RaceEffect {
    @Override
    public String toString() {
      return "start(" + attempt + ", " + candidate + ")";
    }
  }

  /// Close an attempt and release all that it holds; no report is wanted, and one is harmless.
  record Cancel(int attempt) implements RaceEffect {
    @Override
    public String toString() {
      return "cancel(" + attempt + ")";
    }
  }

  /// Report [RaceInput.Woke] at this time. It replaces the time asked for before: one timer does.
  record WakeAt(long at) implements RaceEffect {
    @Override
    public String toString() {
      return "wakeAt(" + Texts.millis(at) + ")";
    }
  }

  /// This attempt won: its connection is the result.
  record Adopt(int attempt) implements RaceEffect {
    @Override
    public String toString() {
      return "won(" + attempt + ")";
    }
  }

  /// The race ended without a winner.
  record GiveUp(Reason reason) implements RaceEffect {
    @Override
    public String toString() {
      return "exhausted(" + reason + ")";
    }
  }

  /// For the report only: something that came will not be tried, and why.
  record Skip(String what, String why) implements RaceEffect {
    @Override
    public String toString() {
      return "skip(" + what + ": " + why + ")";
    }
  }

  /// Why a race ended without a winner.
  enum Reason {
    /// No question brought an address that can be tried.
    NO_ADDRESS,
    /// Each candidate was tried and failed.
    ALL_FAILED,
    /// The answer on which a protected connection relies did not come; going on without it would
    /// be a downgrade.
    SERVICE_LOOKUP_FAILED,
    /// The overall deadline passed.
    DEADLINE
  }
}
