package dev.fairlead.core.resolve.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.servers.Exchange.Effect;
import dev.fairlead.core.resolve.servers.Exchange.Input;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each input in each kind of state, against the checked-in table.
class ExchangeTableTest {
  private static final long LATER = 5_000_000_000L;
  private static final Answer ANSWER =
      new Answer(new Question("example.com", RecordType.A), List.of(), true, 60);

  @Test
  void eachInputInEachStateDoesWhatTheTableSays() throws IOException {
    Path file = Path.of(System.getProperty("fairlead.root", ".."), "docs/machines/exchange.txt");
    String table = table();
    if (Boolean.getBoolean("fairlead.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    }
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  private static Map<String, Exchange> states() {
    Exchange fresh = ExchangeMachine.of(plan(2, 1));
    Exchange first = after(fresh, new Input.Began(0));
    Exchange last = after(ExchangeMachine.of(plan(1, 1)), new Input.Began(0));
    Map<String, Exchange> states = new LinkedHashMap<>();
    states.put("not begun", fresh);
    states.put("first of two servers asked over udp", first);
    states.put(
        "first of two servers asked over tcp",
        after(first, new Input.Judged(0, new Verdict.Truncated(), 1)));
    states.put(
        "tcp to prove a change of case",
        after(first, new Input.Judged(0, new Verdict.CaseChanged(), 1)));
    states.put("last server asked over udp", last);
    states.put("ended", new Exchange.Ended());
    return states;
  }

  private static Map<String, Input> inputs(int sending) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    inputs.put("began", new Input.Began(1));
    inputs.put("woke (timeout)", new Input.Woke(LATER));
    inputs.put("broke", new Input.Broke(sending, "refused", 1));
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    verdicts.put("accepted", new Verdict.Accepted(ANSWER));
    verdicts.put("not ours", new Verdict.NotOurs("another id"));
    verdicts.put("case changed", new Verdict.CaseChanged());
    verdicts.put("truncated", new Verdict.Truncated());
    verdicts.put("no edns", new Verdict.NoEdns());
    verdicts.put("server failed", new Verdict.ServerFailed(2, "SERVFAIL"));
    verdicts.forEach((name, verdict) -> inputs.put(name, new Input.Judged(sending, verdict, 1)));
    return inputs;
  }

  private static String table() {
    StringBuilder text = new StringBuilder("exchange: what each input does in each state\n");
    states()
        .forEach(
            (name, state) -> {
              text.append('\n').append(name).append('\n');
              inputs(newest(state)).forEach((input, value) -> line(text, input, state, value));
            });
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Exchange state, Input input) {
    if (input instanceof Input.Began != isFresh(state) && !(state instanceof Exchange.Ended)) {
      return;
    }
    Exchange.Step step = ExchangeMachine.step(state, input);
    List<String> words = step.effects().stream().map(ExchangeTableTest::word).toList();
    String end = step.state() instanceof Exchange.Ended ? " -> ended" : "";
    String cell = words.isEmpty() ? "-" : String.join(", ", words);
    text.append("  ").append(name).append(" ".repeat(16 - name.length()));
    text.append(cell).append(end).append('\n');
  }

  private static boolean isFresh(Exchange state) {
    return state instanceof Exchange.Asking asking && asking.sent() == 0;
  }

  private static int newest(Exchange state) {
    return state instanceof Exchange.Asking asking ? asking.sent() - 1 : 0;
  }

  private static String word(Effect effect) {
    return switch (effect) {
      case Effect.Send(Exchange.Sending s) ->
          "ask server %d over %s%s%s"
              .formatted(
                  s.server(),
                  s.manner().protocol() == Exchange.Protocol.UDP ? "udp" : "tcp",
                  s.manner().edns() ? "" : " without edns",
                  s.manner().mixesCase() ? "" : " without mixed case");
      case Effect.Drop _ -> "drop";
      case Effect.WakeAt wake -> "wake at " + wake.nanos() / 1_000_000 + " ms";
      case Effect.Learn learn -> "learn " + learn.server() + " " + learn.fact();
      case Effect.Deliver _ -> "deliver";
      case Effect.Fail _ -> "fail";
    };
  }

  private static Exchange after(Exchange state, Input input) {
    return ExchangeMachine.step(state, input).state();
  }

  private static ExchangePlan plan(int servers, int rounds) {
    List<Integer> order = servers == 1 ? List.of(0) : List.of(0, 1);
    List<ServerHealth> health = order.stream().map(_ -> ServerHealth.unknown()).toList();
    return new ExchangePlan(order, health, rounds, LATER, false);
  }
}
