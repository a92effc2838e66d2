package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.V4;
import static dev.fairlead.core.connect.Addresses.V6;
import static dev.fairlead.core.connect.Addresses.V6_B;
import static dev.fairlead.core.connect.Addresses.records;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Feeds each input to each state and compares the outcome with the table that people read. When
/// the machine is changed on purpose, run with `-Dfairlead.write=true` and commit the new table.
class MachineTableTest {
  private static final long MS = 1_000_000;
  private static final Question SIX = new Question("example.com", RecordType.AAAA);
  private static final Question FOUR = new Question("example.com", RecordType.A);

  @Test
  void eachInputInEachStateDoesWhatTheTableSays() throws IOException {
    Path file =
        Path.of(System.getProperty("fairlead.root", ".."), "docs/machines/happy-eyeballs.txt");
    String table = table();
    if (Boolean.getBoolean("fairlead.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    }
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  @Test
  void theTableHasEachKindOfStateAndInput() {
    assertThat(kinds(RaceState.class)).isEqualTo(kinds(states().values()));
    assertThat(kinds(RaceInput.class)).isEqualTo(kinds(inputs()));
  }

  private static String table() {
    StringBuilder text = new StringBuilder();
    text.append("happy-eyeballs: what each input does in each state\n");
    text.append("In each state the race is to example.com:443; the example states are:\n");
    states().forEach((name, state) -> text.append("  ").append(describe(name, state)));
    states()
        .forEach(
            (name, state) -> {
              text.append('\n').append(name).append('\n');
              inputs().forEach(input -> text.append(line(state, input)));
            });
    return text.toString();
  }

  private static String describe(String name, RaceState state) {
    String what =
        switch (state) {
          case RaceState.Idle _ -> "nothing has happened";
          case RaceState.Resolving _ -> "A has an address, AAAA is open";
          case RaceState.Racing _ -> "attempt 1 runs, two more candidates, A is open";
          case RaceState.Won _ -> "attempt 1 won, A is open";
          case RaceState.Exhausted _ -> "all attempts failed";
          case RaceState.Cancelled _ -> "the user gave up";
        };
    return name + ": " + what + "\n";
  }

  private static String line(RaceState state, RaceInput input) {
    Step step = HappyEyeballs.step(state, input);
    String effects =
        step.effects().isEmpty()
            ? ""
            : ": "
                + step.effects().stream().map(Object::toString).collect(Collectors.joining(", "));
    return "  %-48s -> %s%s%n"
        .formatted(input, step.state().getClass().getSimpleName(), effects)
        .replace(System.lineSeparator(), "\n");
  }

  private static Map<String, RaceState> states() {
    RaceState idle = HappyEyeballs.begin(RacePlan.to("example.com", 443));
    RaceState asked = after(idle, new RaceInput.Started(0));
    RaceState resolving =
        after(asked, new RaceInput.Answered(MS, FOUR, records("example.com", V4)));
    RaceState racing =
        after(
            resolving,
            new RaceInput.Answered(2 * MS, SIX, records("example.com", V6, V6_B)),
            new RaceInput.Finished(2 * MS, SIX));
    Map<String, RaceState> states = new LinkedHashMap<>();
    states.put("Idle", idle);
    states.put("Resolving", resolving);
    states.put("Racing", racing);
    states.put("Won", after(racing, new RaceInput.Succeeded(3 * MS, 1)));
    states.put("Exhausted", new RaceState.Exhausted(RaceEffect.Reason.ALL_FAILED));
    states.put("Cancelled", new RaceState.Cancelled());
    return states;
  }

  private static List<RaceInput> inputs() {
    long now = 20 * MS;
    return List.of(
        new RaceInput.Started(now),
        new RaceInput.Answered(now, SIX, records("example.com", "2001:db8::9")),
        new RaceInput.Withdrawn(now, FOUR, records("example.com", V4)),
        new RaceInput.Finished(now, FOUR),
        new RaceInput.LookupFailed(now, FOUR),
        new RaceInput.PrefixesLearned(now, List.of()),
        new RaceInput.TransportReady(now, 1),
        new RaceInput.Succeeded(now, 1),
        new RaceInput.Succeeded(now, 2),
        new RaceInput.Failed(now, 1),
        new RaceInput.Woke(2000 * MS),
        new RaceInput.NextRequested(now),
        new RaceInput.DeadlinePassed(now),
        new RaceInput.Cancelled(now));
  }

  private static RaceState after(RaceState state, RaceInput... inputs) {
    RaceState next = state;
    for (RaceInput input : inputs) {
      next = HappyEyeballs.step(next, input).state();
    }
    return next;
  }

  private static Map<String, Boolean> kinds(Class<?> sealed) {
    Map<String, Boolean> kinds = new TreeMap<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      if (each.isSealed()) {
        Arrays.stream(each.getPermittedSubclasses())
            .forEach(one -> kinds.put(one.getSimpleName(), true));
      } else {
        kinds.put(each.getSimpleName(), true);
      }
    }
    return kinds;
  }

  private static Map<String, Boolean> kinds(Iterable<?> examples) {
    Map<String, Boolean> kinds = new TreeMap<>();
    examples.forEach(each -> kinds.put(each.getClass().getSimpleName(), true));
    return kinds;
  }
}
