package dev.fairlead.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.connection.LifecycleEffect.ArmBackoff;
import dev.fairlead.core.connection.LifecycleEffect.Tell;
import dev.fairlead.core.connection.LifecycleEffect.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Feeds each input to each state and compares the outcome with the table that people read. When
/// the machine is changed on purpose, run with `-Dfairlead.write=true` and commit the new table.
class LifecycleTableTest {
  private static final List<LifecycleState> STATES =
      List.of(
          new LifecycleState.Setup(Patience.WAITS),
          new LifecycleState.Preparing(Patience.NONE, 0, false),
          new LifecycleState.Preparing(Patience.withBackoff(1, 1), 0, false),
          new LifecycleState.Preparing(Patience.WAITS, 0, true),
          new LifecycleState.Waiting(Patience.WAITS, 1),
          new LifecycleState.Ready(Patience.WAITS),
          new LifecycleState.Closing(),
          new LifecycleState.Failed(),
          new LifecycleState.Closed());
  private static final List<LifecycleInput> INPUTS =
      List.of(
          new LifecycleInput.Started(),
          new LifecycleInput.RoundWon(),
          new LifecycleInput.RoundLost(true),
          new LifecycleInput.RoundLost(false),
          new LifecycleInput.PathChanged(),
          new LifecycleInput.RestartAsked(),
          new LifecycleInput.NextAsked(),
          new LifecycleInput.BackoffFired(),
          new LifecycleInput.DeadlinePassed(),
          new LifecycleInput.CarrierLost(),
          new LifecycleInput.CloseAsked(),
          new LifecycleInput.AbortAsked(),
          new LifecycleInput.CarrierClosed(),
          new LifecycleInput.CloseDeadlinePassed());

  @Test
  void eachInputInEachStateDoesWhatTheTableSays() throws IOException {
    Path file = Path.of(System.getProperty("fairlead.root", ".."), "docs/machines/connection.txt");
    String table = table();
    if (Boolean.getBoolean("fairlead.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    }
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  @Test
  void theTableHasEachKindOfStateAndInput() {
    assertThat(kinds(STATES)).isEqualTo(kinds(LifecycleState.class));
    assertThat(kinds(INPUTS)).isEqualTo(kinds(LifecycleInput.class));
  }

  @Test
  void eachMoveIsToldOnce() {
    for (LifecycleState state : STATES) {
      for (LifecycleInput input : INPUTS) {
        LifecycleStep step = Lifecycle.step(state, input);
        long told = step.effects().stream().filter(Tell.class::isInstance).count();
        boolean moved = !name(step.state()).equals(name(state));
        assertThat(told).as("%s %s", state, input).isEqualTo(moved ? 1 : 0);
      }
    }
  }

  /// An effect as it stands in the table: `tell failed (deadline)`.
  static String text(LifecycleEffect effect) {
    return switch (effect) {
      case Tell(var phase, var why) ->
          "tell " + words(phase) + (why == Why.ASKED ? "" : " (" + words(why) + ")");
      case ArmBackoff(long nanos) -> "arm backoff " + nanos;
      default -> words(effect.getClass().getSimpleName());
    };
  }

  private static String table() {
    Map<String, Set<String>> moves = new TreeMap<>();
    StringBuilder cells = new StringBuilder();
    for (LifecycleState state : STATES) {
      cells.append('\n').append(describe(state)).append('\n');
      for (LifecycleInput input : INPUTS) {
        LifecycleStep step = Lifecycle.step(state, input);
        if (!name(step.state()).equals(name(state))) {
          moves.computeIfAbsent(name(state), _ -> new TreeSet<>()).add(name(step.state()));
        }
        cells.append(line(input, step));
      }
    }
    StringBuilder text = new StringBuilder("connection: legal moves\n");
    for (String state : STATES.stream().map(LifecycleTableTest::name).distinct().toList()) {
      Set<String> targets = moves.getOrDefault(state, Set.of("(final)"));
      text.append("  ").append(pad(state, 10)).append("-> ");
      text.append(String.join(", ", targets)).append('\n');
    }
    return text.append("\nwhat each input does in each state\n").append(cells).toString();
  }

  private static String line(LifecycleInput input, LifecycleStep step) {
    String effects =
        step.effects().stream().map(LifecycleTableTest::text).collect(Collectors.joining(", "));
    String what = words(input.getClass().getSimpleName());
    if (input instanceof LifecycleInput.RoundLost(boolean curable)) {
      what += curable ? " (curable)" : " (incurable)";
    }
    return "  "
        + pad(what, 24)
        + "-> "
        + name(step.state())
        + (effects.isEmpty() ? "" : ": " + effects)
        + "\n";
  }

  private static String describe(LifecycleState state) {
    return switch (state) {
      case LifecycleState.Preparing(Patience patience, int _, boolean changed) ->
          "Preparing, "
              + (patience.waits() ? "told to wait" : "by default")
              + (patience.backoffFirstNanos() > 0 ? ", with a back-off" : "")
              + (changed ? ", the network changed meanwhile" : "");
      default -> name(state);
    };
  }

  private static String name(LifecycleState state) {
    return state.getClass().getSimpleName();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static Set<String> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> kinds(List<?> examples) {
    return examples.stream()
        .map(each -> each.getClass().getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
