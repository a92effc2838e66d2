package dev.fairlead.dns;

import dev.fairlead.AnswerSource;
import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.DnsCache;
import dev.fairlead.core.resolve.DnsCache.Remembered;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.HostsFile;
import dev.fairlead.core.resolve.NsSwitch.Step;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.dns.RunningExchange.Outcome;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource.Asking;
import dev.fairlead.engine.spi.Origin;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question on its way through the sources: each step either answers or hands on to the next.
/// Lives on the asker's event loop.
final class Inquiry implements Asking {
  private final DnsNameSource source;
  private final Question question;
  private final AskContext how;
  private final Consumer<NameEvent> to;
  private final long startedNanos;

  /// Set from any thread; after that nothing is told.
  private volatile boolean cancelled;

  /// Owned by the loop, like everything below.
  private DnsClient.@Nullable Waiting waiting;

  private @Nullable Plan plan;
  private final Queue<Step> steps = new ArrayDeque<>();
  private final Queue<String> candidates = new ArrayDeque<>();

  /// Expired records that were told and are not confirmed yet.
  private List<DnsRecord> stale = List.of();

  private Origin last;

  /// Where to look.
  ///
  /// @param generation part of the cache's partition: what other servers said is another matter
  record Plan(List<Step> steps, HostsFile hosts, ServerList servers, String generation) {}

  Inquiry(DnsNameSource source, Question question, AskContext how, Consumer<NameEvent> to) {
    this.source = source;
    this.question = question;
    this.how = how;
    this.to = to;
    this.startedNanos = source.services().now();
    this.last = origin(AnswerSource.SPECIAL);
  }

  /// Goes the way that the plan describes.
  void follow(Plan given) {
    plan = given;
    steps.addAll(given.steps());
    nextStep();
  }

  boolean isCancelled() {
    return cancelled;
  }

  Question question() {
    return question;
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (how.loop().inEventLoop()) {
      stopWaiting();
    } else {
      how.loop().execute(this::stopWaiting);
    }
  }

  private void stopWaiting() {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
  }

  private void nextStep() {
    Plan way = requirePlan();
    Step step = steps.poll();
    switch (step) {
      case null -> finish(last, false);
      case FILES -> {
        List<DnsRecord> found =
            LocalAnswers.table(question, way.hosts(), source.services().transport());
        if (found == null) {
          nextStep();
        } else {
          answerHere(AnswerSource.HOSTS_FILE, found);
        }
      }
      case DNS -> {
        candidates.addAll(way.servers().search().candidates(question.name()));
        nextCandidate();
      }
      case SYSTEM -> askSystem();
    }
  }

  /// Answers with records from here, be they none: the name exists.
  void answerHere(AnswerSource kind, List<DnsRecord> records) {
    Origin origin = origin(kind);
    if (!records.isEmpty()) {
      tell(new NameEvent.Added(records, origin));
    }
    finish(origin, true);
  }

  /// Answers that the name does not exist, without having asked anybody.
  void denyHere(AnswerSource kind) {
    finish(origin(kind), false);
  }

  /// Fails without having asked anybody.
  void failHere(String why) {
    tell(new NameEvent.Failed(origin(AnswerSource.SPECIAL), FailureCause.NAME_NOT_FOUND, why));
  }

  private void nextCandidate() {
    String candidate = candidates.poll();
    if (candidate == null) {
      nextStep();
      return;
    }
    Question asked = new Question(candidate, question.type());
    DnsClient.Ask ask = ask(asked);
    Remembered known = how.fresh() ? null : ask.cache().find(ask.key(), source.services().now());
    if (known != null && known.isFresh()) {
      use(known.answer(), origin(AnswerSource.CACHE));
      return;
    }
    if (known != null && isUsable(known)) {
      Origin origin = origin(AnswerSource.EXPIRED_CACHE);
      stale = Records.under(question, known.answer().records());
      last = origin;
      tell(new NameEvent.Added(stale, origin));
    }
    if (!cancelled) {
      waiting = source.client().ask(ask, this::heard);
    }
  }

  private DnsClient.Ask ask(Question asked) {
    Plan way = requirePlan();
    NameCache cache = how.caches().get(NameCache.class, NameCache::new);
    String partition = how.pathIdentity() + "|" + way.generation();
    return new DnsClient.Ask(asked, way.servers(), how.loop(), cache, partition);
  }

  private boolean isUsable(Remembered expired) {
    boolean positive = expired.answer().isPositive();
    return switch (how.expired()) {
      case PROHIBIT -> false;
      case ALLOW -> positive && expired.expiredNanos() <= DnsCache.EXPIRED_NANOS_MAX;
      case PERSISTENT -> positive;
    };
  }

  private void heard(Outcome outcome) {
    waiting = null;
    if (cancelled) {
      return;
    }
    switch (outcome) {
      case Outcome.Answered answered -> use(answered.answer(), answered.origin());
      // Expired records that were told stay with the asker: nobody could say that they are wrong.
      case Outcome.Failed failed ->
          tell(new NameEvent.Failed(failed.origin(), failed.cause(), failed.why()));
    }
  }

  private void use(Answer answer, Origin origin) {
    List<DnsRecord> records =
        answer.isPositive() ? Records.under(question, answer.records()) : List.of();
    List<DnsRecord> gone = Records.without(stale, records);
    stale = List.of();
    last = origin;
    if (!records.isEmpty()) {
      // Also those that expired records had told already: now they are confirmed.
      tell(new NameEvent.Added(records, origin));
    }
    if (!gone.isEmpty()) {
      tell(new NameEvent.Withdrawn(gone, origin));
    }
    if (answer.nameExists()) {
      finish(origin, true);
    } else {
      nextCandidate();
    }
  }

  private void askSystem() {
    if (!question.type().isAddress()) {
      // The system's look-up knows addresses only.
      finish(origin(AnswerSource.SYSTEM), true);
      return;
    }
    source.system().ask(question.name(), how.loop(), this::systemSaid);
  }

  private void systemSaid(SystemLookup.Outcome outcome) {
    switch (outcome) {
      case SystemLookup.Outcome.Found found ->
          answerHere(AnswerSource.SYSTEM, LocalAnswers.records(question, found.addresses()));
      case SystemLookup.Outcome.Unknown _ -> finish(origin(AnswerSource.SYSTEM), false);
      case SystemLookup.Outcome.Failed failed ->
          tell(
              new NameEvent.Failed(
                  origin(AnswerSource.SYSTEM),
                  FailureCause.RESOLVER_FAILED,
                  "the system could not look up " + question + ": " + failed.why()));
    }
  }

  private void finish(Origin origin, boolean nameExists) {
    tell(new NameEvent.Finished(origin, nameExists));
  }

  private void tell(NameEvent event) {
    if (!cancelled) {
      to.accept(event);
    }
  }

  private Plan requirePlan() {
    if (plan == null) {
      throw new AssertionError("a question went on its way without a plan");
    }
    return plan;
  }

  private Origin origin(AnswerSource kind) {
    return new Origin(kind, null, "", startedNanos, source.services().now());
  }
}
