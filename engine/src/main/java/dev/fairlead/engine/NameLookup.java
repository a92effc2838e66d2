package dev.fairlead.engine;

import dev.fairlead.Lookup;
import dev.fairlead.ResolutionStep;
import dev.fairlead.core.resolve.AddressLiteral;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ReverseName;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.NameSource.Asking;
import dev.fairlead.engine.spi.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks for everything that a name has: what stands behind `Network.resolve`. All questions leave
/// at once; what comes is kept on the event loop, and the result is handed over on the network's
/// handlers.
final class NameLookup {
  private final String name;
  private final Environment environment;
  private final CompletableFuture<Lookup> result = new CompletableFuture<>();
  private final long startedNanos;

  /// Owned by the loop, like everything below.
  private final List<Lookup.Answer> answers = new ArrayList<>();

  private final List<Line> lines = new ArrayList<>();
  private int open;

  private NameLookup(String name, Environment environment) {
    this.name = name;
    this.environment = environment;
    this.startedNanos = environment.ticker().nanos();
  }

  /// What is wanted: a name, and record types by their names.
  record Order(String name, List<String> types) {}

  /// Asks. The future completes when the last question has ended, and never fails because a name or
  /// a server did: the questions tell. Cancelling it stops the packets.
  ///
  /// @throws IllegalArgumentException when a type is unknown or the name is empty
  static CompletableFuture<Lookup> ask(
      NameSource names, AskContext how, Environment environment, Order order) {
    List<Question> questions = questions(order);
    NameLookup lookup = new NameLookup(order.name(), environment);
    how.loop().execute(() -> lookup.begin(names, how, questions));
    lookup.result.whenComplete(
        (_, failure) -> {
          if (failure != null) {
            how.loop().execute(lookup::cancel);
          }
        });
    return lookup.result;
  }

  private static List<Question> questions(Order order) {
    List<Question> questions = new ArrayList<>();
    for (String text : order.types()) {
      RecordType type = type(text);
      AddressLiteral literal = type == RecordType.PTR ? AddressLiteral.parse(order.name()) : null;
      String asked = literal == null ? order.name() : ReverseName.of(literal.address());
      Question question = new Question(asked, type);
      if (!questions.contains(question)) {
        questions.add(question);
      }
    }
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("no record type is named");
    }
    return questions;
  }

  private static RecordType type(String text) {
    for (RecordType type : RecordType.values()) {
      if (type.name().equalsIgnoreCase(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "unknown record type \"" + text + "\"; known are " + List.of(RecordType.values()));
  }

  private void begin(NameSource names, AskContext how, List<Question> questions) {
    open = questions.size();
    for (Question question : questions) {
      Line line = new Line(question, environment.ticker().nanos());
      lines.add(line);
      line.asking = names.ask(question, how, event -> hear(line, event));
    }
    if (result.isDone()) {
      cancel();
    }
  }

  private void cancel() {
    for (Line line : lines) {
      if (line.asking != null) {
        line.asking.cancel();
      }
    }
  }

  private void hear(Line line, NameEvent event) {
    switch (event) {
      case NameEvent.Added added -> {
        line.origin = added.origin();
        added.records().forEach(record -> add(line, record, added.origin()));
      }
      case NameEvent.Withdrawn withdrawn -> withdrawn.records().forEach(this::remove);
      case NameEvent.Finished finished -> {
        line.origin = line.texts.isEmpty() ? finished.origin() : line.origin;
        line.failure = finished.nameExists() ? null : "the name does not exist";
        end();
      }
      case NameEvent.Failed failed -> {
        line.origin = failed.origin();
        line.failure = failed.why();
        end();
      }
    }
  }

  private void add(Line line, DnsRecord record, Origin origin) {
    Lookup.Answer answer = answer(record, origin);
    remove(record);
    answers.add(answer);
    line.texts.remove(answer.value());
    line.texts.add(answer.value());
  }

  private void remove(DnsRecord record) {
    answers.removeIf(
        known ->
            known.name().equals(record.name())
                && known.type().equals(record.type().name())
                && known.value().equals(record.text()));
  }

  private static Lookup.Answer answer(DnsRecord record, Origin origin) {
    boolean told = record.ttlSeconds() > 0 || origin.server() != null;
    return new Lookup.Answer(
        record.name(),
        record.type().name(),
        record.text(),
        record instanceof DnsRecord.Address address
            ? Optional.of(address.address())
            : Optional.empty(),
        told ? Optional.of(Duration.ofSeconds(record.ttlSeconds())) : Optional.empty(),
        origin.source(),
        Optional.ofNullable(origin.server()));
  }

  private void end() {
    open--;
    if (open == 0) {
      List<ResolutionStep> steps = lines.stream().map(line -> line.step(startedNanos)).toList();
      Lookup lookup = new Lookup(name.toLowerCase(Locale.ROOT), answers, steps);
      environment.handlers().execute(() -> result.complete(lookup));
    }
  }

  /// One question and what has come of it.
  private static final class Line {
    private final Question question;
    private final long askedNanos;
    private final List<String> texts = new ArrayList<>();
    private @Nullable Asking asking;
    private @Nullable Origin origin;
    private @Nullable String failure;

    Line(Question question, long askedNanos) {
      this.question = question;
      this.askedNanos = askedNanos;
    }

    ResolutionStep step(long beginNanos) {
      Origin from = origin;
      if (from == null) {
        throw new AssertionError("a question ended without an event");
      }
      return new ResolutionStep(
          question.name(),
          question.type().name(),
          from.source(),
          Optional.ofNullable(from.server()),
          from.protocol(),
          Duration.ofNanos(askedNanos - beginNanos),
          Optional.of(Duration.ofNanos(Math.max(0, from.endedNanos() - askedNanos))),
          texts,
          Optional.ofNullable(failure));
    }
  }
}
