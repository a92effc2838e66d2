package dev.fairlead.core.resolve.servers;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.servers.ServerHealth.Fact;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import java.util.List;

/// The vocabulary of one exchange: a question, the sendings that carry it to servers, and its end.
/// The moves are in [ExchangeMachine].
public sealed interface Exchange {
  /// At least one sending is under way, or a turn is still to come.
  record Asking(ExchangePlan plan, List<Sending> out, Turns turns, List<Trouble> troubles, int sent)
      implements Exchange {
    public Asking {
      out = List.copyOf(out);
      troubles = List.copyOf(troubles);
    }
  }

  /// Answered or failed; nothing moves any more.
  record Ended() implements Exchange {}

  /// Which turn comes next, when, and which servers are out of the game because they answered
  /// uselessly or refused.
  record Turns(int next, long atNanos, List<Integer> excluded) {
    public Turns {
      excluded = List.copyOf(excluded);
    }
  }

  enum Protocol {
    UDP,
    TCP
  }

  /// Why a sending was made.
  enum Reason {
    /// It was the server's turn.
    TURN,
    /// The answer before it was cut short.
    TRUNCATION,
    /// The answer before it had another case: TCP tells a clumsy server from a forger.
    CASE,
    /// Too many strangers' messages arrived.
    STRANGERS,
    /// The server does not take EDNS.
    NO_EDNS
  }

  /// How a sending is written.
  record Manner(Protocol protocol, boolean edns, boolean mixesCase, Reason reason) {
    Manner over(Protocol other, Reason why) {
      return new Manner(other, edns, mixesCase, why);
    }

    Manner withoutEdns() {
      return new Manner(protocol, false, mixesCase, Reason.NO_EDNS);
    }

    Manner withoutMixing(Protocol other) {
      return new Manner(other, edns, false, Reason.CASE);
    }
  }

  /// One query that has left: over a socket of its own, with an id of its own.
  record Sending(int number, int server, Manner manner, long sinceNanos, int strangers) {
    Sending afterStranger() {
      return new Sending(number, server, manner, sinceNanos, strangers + 1);
    }
  }

  /// What went wrong with one server, for the report.
  record Trouble(int server, String what) {}

  /// What happens to an exchange.
  sealed interface Input {
    long now();

    record Began(long now) implements Input {}

    /// A message came and was held against what was sent.
    record Judged(int sending, Verdict verdict, long now) implements Input {}

    /// The socket failed: refused, unreachable, reset.
    record Broke(int sending, String why, long now) implements Input {}

    record Woke(long now) implements Input {}
  }

  /// What the shell has to do.
  sealed interface Effect {
    record Send(Sending sending) implements Effect {}

    /// Close the sending's socket.
    record Drop(int sending) implements Effect {}

    /// Come back with [Input.Woke] at this time; replaces an earlier wish.
    record WakeAt(long nanos) implements Effect {}

    record Learn(int server, Fact fact) implements Effect {}

    record Deliver(Answer answer, Sending from) implements Effect {}

    record Fail(List<Trouble> troubles) implements Effect {}
  }

  /// A state and what is to be done on the way into it.
  record Step(Exchange state, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }
}
