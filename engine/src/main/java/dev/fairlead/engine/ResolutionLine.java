package dev.fairlead.engine;

import dev.fairlead.AnswerSource;
import dev.fairlead.ResolutionStep;
import dev.fairlead.engine.spi.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One question in the [Ledger], whose lock guards it.
final class ResolutionLine {
  private static final int ANSWERS_MAX = 64;

  private final Ledger ledger;
  private final String name;
  private final String type;
  private final long startedNanos;
  private final List<String> answers = new ArrayList<>();
  private @Nullable Origin origin;
  private long endedNanos;
  private boolean ended;
  private @Nullable String failure;

  ResolutionLine(Ledger ledger, String name, String type, long startedNanos) {
    this.ledger = ledger;
    this.name = name;
    this.type = type;
    this.startedNanos = startedNanos;
  }

  /// Something came.
  void answered(List<String> texts, Origin from) {
    synchronized (ledger) {
      for (String text : texts) {
        if (answers.size() < ANSWERS_MAX && !answers.contains(text)) {
          answers.add(text);
        }
      }
      origin = from;
      endedNanos = ledger.now();
    }
  }

  /// Whether nothing has come so far.
  boolean isEmpty() {
    synchronized (ledger) {
      return answers.isEmpty();
    }
  }

  /// Nothing follows.
  void finished(Origin from) {
    end(from, null);
  }

  /// Nobody could say.
  void failed(@Nullable Origin from, String why) {
    end(from, why);
  }

  private void end(@Nullable Origin from, @Nullable String why) {
    synchronized (ledger) {
      if (!ended) {
        ended = true;
        // What brought the answers counts, not the end after them.
        if (answers.isEmpty()) {
          origin = from == null ? origin : from;
          endedNanos = ledger.now();
        }
        failure = why;
      }
    }
  }

  /// As a value; called with the ledger's lock held.
  ResolutionStep snapshot(long beginNanos) {
    Origin from = origin;
    boolean known = ended || !answers.isEmpty();
    return new ResolutionStep(
        name,
        type,
        from == null ? AnswerSource.QUERY : from.source(),
        from == null ? Optional.empty() : Optional.ofNullable(from.server()),
        from == null ? "" : from.protocol(),
        Duration.ofNanos(startedNanos - beginNanos),
        known ? Optional.of(Duration.ofNanos(endedNanos - startedNanos)) : Optional.empty(),
        answers,
        Optional.ofNullable(failure));
  }
}
