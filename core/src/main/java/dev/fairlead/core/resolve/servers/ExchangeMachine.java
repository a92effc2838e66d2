package dev.fairlead.core.resolve.servers;

import dev.fairlead.core.resolve.servers.Exchange.Asking;
import dev.fairlead.core.resolve.servers.Exchange.Effect;
import dev.fairlead.core.resolve.servers.Exchange.Ended;
import dev.fairlead.core.resolve.servers.Exchange.Input;
import dev.fairlead.core.resolve.servers.Exchange.Manner;
import dev.fairlead.core.resolve.servers.Exchange.Protocol;
import dev.fairlead.core.resolve.servers.Exchange.Reason;
import dev.fairlead.core.resolve.servers.Exchange.Sending;
import dev.fairlead.core.resolve.servers.Exchange.Step;
import dev.fairlead.core.resolve.servers.Exchange.Trouble;
import dev.fairlead.core.resolve.servers.Exchange.Turns;
import dev.fairlead.core.resolve.servers.ServerHealth.Fact;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decides whom a question goes to next. Called by the asker's event loop with each thing that
/// happened; the sockets and timers are the caller's.
///
/// ```
///  turn 0 ── 1 s ──> turn 1 as well ── 1 s ──> turn 2 ── 2 s ──> ...
///     each sending stays open for the whole timeout: a late answer still counts
///     failed or refused: next turn at once
///     truncated, case changed, strangers: the same server over TCP
/// ```
public final class ExchangeMachine {
  /// So many messages that are not ours on one socket look like somebody guessing: TCP cannot be
  /// guessed.
  static final int STRANGERS_MAX = 8;

  private final Asking before;
  private final long now;
  private final List<Sending> out;
  private final List<Trouble> troubles;
  private final List<Integer> excluded;
  private final List<Effect> effects = new ArrayList<>();
  private int nextTurn;
  private long nextAt;
  private int sent;

  private ExchangeMachine(Asking before, long now) {
    this.before = before;
    this.now = now;
    this.out = new ArrayList<>(before.out());
    this.troubles = new ArrayList<>(before.troubles());
    this.excluded = new ArrayList<>(before.turns().excluded());
    this.nextTurn = before.turns().next();
    this.nextAt = before.turns().atNanos();
    this.sent = before.sent();
  }

  /// An exchange that has not begun.
  public static Exchange of(ExchangePlan plan) {
    return new Asking(plan, List.of(), new Turns(0, 0, List.of()), List.of(), 0);
  }

  /// One move.
  public static Step step(Exchange state, Input input) {
    return switch (state) {
      case Ended ended -> new Step(ended, List.of());
      case Asking asking -> {
        ExchangeMachine move = new ExchangeMachine(asking, input.now());
        yield switch (input) {
          case Input.Began _ -> move.begin();
          case Input.Woke _ -> move.wake();
          case Input.Judged judged -> move.judge(judged);
          case Input.Broke broke -> move.breakOff(broke);
        };
      }
    };
  }

  private Step begin() {
    takeTurn();
    return settle();
  }

  private Step wake() {
    for (Sending sending : List.copyOf(out)) {
      if (now - deadline(sending) >= 0) {
        give(sending, silence(sending));
        effects.add(new Effect.Learn(sending.server(), Fact.SILENT));
      }
    }
    if (nextTurn < before.plan().turns() && now - nextAt >= 0) {
      takeTurn();
    }
    return settle();
  }

  private Step judge(Input.Judged judged) {
    Sending sending = find(judged.sending());
    if (sending == null) {
      return settle();
    }
    Manner manner = sending.manner();
    boolean overTcp = manner.protocol() == Protocol.TCP;
    switch (judged.verdict()) {
      case Verdict.Accepted accepted -> {
        return deliver(sending, accepted);
      }
      case Verdict.NotOurs stranger -> stranger(sending, stranger);
      case Verdict.CaseChanged _ when !manner.mixesCase() -> fail(sending, "it changes names");
      case Verdict.CaseChanged _ -> {
        if (overTcp) {
          effects.add(new Effect.Learn(sending.server(), Fact.CHANGES_CASE));
          again(sending, manner.withoutMixing(Protocol.TCP));
        } else {
          again(sending, manner.over(Protocol.TCP, Reason.CASE));
        }
      }
      case Verdict.Truncated _ -> {
        if (overTcp) {
          fail(sending, "it cut an answer short over TCP");
        } else {
          again(sending, manner.over(Protocol.TCP, Reason.TRUNCATION));
        }
      }
      case Verdict.NoEdns _ -> {
        effects.add(new Effect.Learn(sending.server(), Fact.TAKES_NO_EDNS));
        again(sending, manner.withoutEdns());
      }
      case Verdict.ServerFailed failed -> fail(sending, failed.why());
    }
    return settle();
  }

  private Step deliver(Sending from, Verdict.Accepted accepted) {
    for (Sending other : out) {
      effects.add(new Effect.Drop(other.number()));
      boolean overtaken = now - other.sinceNanos() >= ExchangePlan.FAIL_OVER_NANOS;
      if (other.server() != from.server() && overtaken) {
        effects.add(new Effect.Learn(other.server(), Fact.SILENT));
      }
    }
    effects.add(new Effect.Learn(from.server(), Fact.ANSWERED));
    effects.add(new Effect.Deliver(accepted.answer(), from));
    return new Step(new Ended(), effects);
  }

  private void stranger(Sending sending, Verdict.NotOurs stranger) {
    if (sending.manner().protocol() == Protocol.TCP) {
      fail(sending, stranger.why());
    } else if (sending.strangers() + 1 >= STRANGERS_MAX) {
      again(sending, sending.manner().over(Protocol.TCP, Reason.STRANGERS));
    } else {
      out.set(out.indexOf(sending), sending.afterStranger());
    }
  }

  private Step breakOff(Input.Broke broke) {
    Sending sending = find(broke.sending());
    if (sending != null) {
      Manner manner = sending.manner();
      boolean testedCase = manner.protocol() == Protocol.TCP && manner.reason() == Reason.CASE;
      if (testedCase && !before.plan().tcpOnly()) {
        // No TCP there to tell a clumsy server from a forger. Id and port still guard the answer.
        again(sending, manner.withoutMixing(Protocol.UDP));
      } else {
        fail(sending, broke.why());
      }
    }
    return settle();
  }

  /// The server will not help with this question: the next one is asked at once.
  private void fail(Sending sending, String why) {
    excluded.add(sending.server());
    give(sending, why);
    takeTurn();
  }

  private void give(Sending sending, String why) {
    out.remove(sending);
    effects.add(new Effect.Drop(sending.number()));
    troubles.add(new Trouble(sending.server(), why));
  }

  private void again(Sending sending, Manner manner) {
    out.remove(sending);
    effects.add(new Effect.Drop(sending.number()));
    send(sending.server(), manner);
  }

  private void takeTurn() {
    ExchangePlan plan = before.plan();
    while (nextTurn < plan.turns() && excluded.contains(plan.serverAt(nextTurn))) {
      nextTurn++;
    }
    if (nextTurn >= plan.turns()) {
      return;
    }
    int server = plan.serverAt(nextTurn);
    ServerHealth health = plan.health().get(server);
    Protocol protocol = plan.tcpOnly() ? Protocol.TCP : Protocol.UDP;
    send(server, new Manner(protocol, health.edns(), health.keepsCase(), Reason.TURN));
    nextAt = now + plan.patienceNanos(nextTurn);
    nextTurn++;
  }

  private void send(int server, Manner manner) {
    Sending sending = new Sending(sent++, server, manner, now, 0);
    out.add(sending);
    effects.add(new Effect.Send(sending));
  }

  private Step settle() {
    boolean turnsLeft = nextTurn < before.plan().turns();
    if (out.isEmpty() && !turnsLeft) {
      effects.add(new Effect.Fail(troubles));
      return new Step(new Ended(), effects);
    }
    long wake = turnsLeft ? nextAt : deadline(out.getFirst());
    for (Sending sending : out) {
      wake = deadline(sending) - wake < 0 ? deadline(sending) : wake;
    }
    effects.add(new Effect.WakeAt(wake));
    Turns turns = new Turns(nextTurn, nextAt, excluded);
    return new Step(new Asking(before.plan(), out, turns, troubles, sent), effects);
  }

  private @Nullable Sending find(int number) {
    return out.stream().filter(s -> s.number() == number).findFirst().orElse(null);
  }

  private String silence(Sending sending) {
    double seconds = (now - sending.sinceNanos()) / 1e9;
    String silence = String.format(Locale.ROOT, "no answer in %.1f s", seconds);
    int strangers = sending.strangers();
    return strangers == 0 ? silence : silence + ", but " + strangers + " messages that were not";
  }

  private long deadline(Sending sending) {
    return sending.sinceNanos() + before.plan().timeoutNanos();
  }
}
