package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import java.util.List;

/// What can happen to a race. Each input says when: `now` is in nanoseconds on the clock of the
/// shell, of which only differences count. Inputs come one at a time and never go back in time.
public sealed interface RaceInput {

  /// When it happened.
  long now();

  /// The race was told to begin.
  record Started(long now) implements RaceInput {
    @Override
    public String toString() {
      return "started";
    }
  }

  /// Records came for a question; more may follow until [Finished] or [LookupFailed].
  ///
  /// @param expired whether their time to live has passed (optimistic use); they race until fresh
  ///     ones come, and those that the fresh ones do not confirm are dropped if not yet tried
  /// @param known what is known of the addresses in the records, hints included; an address that is
  ///     not in the list is raced without that knowledge
  record Answered(
      long now,
      Question question,
      List<DnsRecord> records,
      boolean expired,
      List<Destination> known)
      implements RaceInput {
    /// Copies the lists.
    public Answered {
      records = List.copyOf(records);
      known = List.copyOf(known);
    }

    /// Fresh records about whose addresses nothing is known.
    public Answered(long now, Question question, List<DnsRecord> records) {
      this(now, question, records, false, List.of());
    }

    @Override
    public String toString() {
      return (expired ? "expired answer(" : "answer(") + question + ", " + Texts.of(records) + ")";
    }
  }

  /// Records that came earlier do not hold any more.
  record Withdrawn(long now, Question question, List<DnsRecord> records) implements RaceInput {
    /// Copies the list.
    public Withdrawn {
      records = List.copyOf(records);
    }

    @Override
    public String toString() {
      return "withdrawn(" + question + ", " + Texts.of(records) + ")";
    }
  }

  /// Everything that there is for a question has come; it may have been nothing.
  record Finished(long now, Question question) implements RaceInput {
    @Override
    public String toString() {
      return "finished(" + question + ")";
    }
  }

  /// A question found no answer: no server replied, or it replied with an error.
  record LookupFailed(long now, Question question) implements RaceInput {
    @Override
    public String toString() {
      return "lookup failed(" + question + ")";
    }
  }

  /// Prefix discovery has ended; an empty list says that the network has no NAT64.
  record PrefixesLearned(long now, List<Nat64> prefixes) implements RaceInput {
    /// Copies the list.
    public PrefixesLearned {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public String toString() {
      return "prefixes(" + prefixes + ")";
    }
  }

  /// The transport of an attempt is connected, but the layers above it are still at work.
  record TransportReady(long now, int attempt) implements RaceInput {
    @Override
    public String toString() {
      return "transport ready(" + attempt + ")";
    }
  }

  /// The whole stack of an attempt is ready.
  record Succeeded(long now, int attempt) implements RaceInput {
    @Override
    public String toString() {
      return "succeeded(" + attempt + ")";
    }
  }

  /// An attempt ended without success.
  record Failed(long now, int attempt) implements RaceInput {
    @Override
    public String toString() {
      return "failed(" + attempt + ")";
    }
  }

  /// The time that the last [RaceEffect.WakeAt] asked for has come. One too many does no harm.
  record Woke(long now) implements RaceInput {
    @Override
    public String toString() {
      return "woke";
    }
  }

  /// The user wants the next endpoint: the newest running attempt is given up for it.
  record NextRequested(long now) implements RaceInput {
    @Override
    public String toString() {
      return "next requested";
    }
  }

  /// The overall deadline of the shell passed.
  record DeadlinePassed(long now) implements RaceInput {
    @Override
    public String toString() {
      return "deadline passed";
    }
  }

  /// Nobody wants the result any more.
  record Cancelled(long now) implements RaceInput {
    @Override
    public String toString() {
      return "cancelled";
    }
  }
}
