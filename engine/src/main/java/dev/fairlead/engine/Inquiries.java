package dev.fairlead.engine;

import dev.fairlead.AnswerSource;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.core.connect.Nat64;
import dev.fairlead.core.connect.RaceInput;
import dev.fairlead.core.report.Verdict.Failure;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource.Asking;
import dev.fairlead.engine.spi.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The questions of one race: asks the name source, writes down what comes, and turns it into
/// inputs of the machine. Runs on the order's loop.
final class Inquiries {
  private final Race.Site site;
  private final AskContext how;
  private final boolean discovers;
  private final Consumer<RaceInput> machine;
  private final Map<Question, Open> open = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<InetAddress> discovered = new ArrayList<>();
  private boolean stopped;

  private static final Question DISCOVERY = new Question(Nat64.DISCOVERY_NAME, RecordType.AAAA);

  /// A question under way.
  private record Open(Asking asking, ResolutionLine line) {}

  /// @param discovers whether the race waits for the prefixes of NAT64
  Inquiries(Race.Site site, boolean discovers, Consumer<RaceInput> machine) {
    this.site = site;
    this.discovers = discovers;
    this.machine = machine;
    ConnectOrder order = site.setup().order();
    this.how =
        new AskContext(
            site.caches(),
            order.loop(),
            order.preferences().expiredDns(),
            site.setup().paths().snapshot().identity(),
            false);
  }

  /// RFC 7050 §3: asks for the well-known name, if the race waits for the answer.
  void discoverPrefixes() {
    if (discovers && !stopped) {
      ask(DISCOVERY, this::onDiscovery);
    }
  }

  void ask(Question question) {
    ask(question, event -> onEvent(question, event));
  }

  private void ask(Question question, Consumer<NameEvent> to) {
    ResolutionLine line =
        site.setup().order().ledger().asked(question.name(), question.type().name());
    Asking asking = site.names().ask(question, how, to);
    open.put(question, new Open(asking, line));
  }

  void stop(Question question) {
    Open it = open.remove(question);
    if (it != null) {
      it.asking().cancel();
      it.line().failed(null, "not waited for");
    }
  }

  /// Stops all that are still open.
  void stop() {
    stopped = true;
    List.copyOf(open.keySet()).forEach(this::stop);
  }

  /// The questions that brought no address, and why.
  List<Failure> failures() {
    return failures;
  }

  private void onEvent(Question question, NameEvent event) {
    Open it = open.get(question);
    if (it == null) {
      return;
    }
    write(it.line(), event);
    switch (event) {
      case NameEvent.Added(var records, Origin origin) ->
          machine.accept(
              new RaceInput.Answered(
                  now(),
                  question,
                  records,
                  origin.source() == AnswerSource.EXPIRED_CACHE,
                  site.knowledge().of(records)));
      case NameEvent.Withdrawn(var records, Origin _) ->
          machine.accept(new RaceInput.Withdrawn(now(), question, records));
      case NameEvent.Finished(Origin _, boolean nameExists) -> {
        open.remove(question);
        remember(question, it, nameExists);
        machine.accept(new RaceInput.Finished(now(), question));
      }
      case NameEvent.Failed(Origin _, FailureCause cause, String why) -> {
        open.remove(question);
        if (question.type().isAddress()) {
          failures.add(new Failure(cause, why));
        }
        machine.accept(new RaceInput.LookupFailed(now(), question));
      }
    }
  }

  private void remember(Question question, Open it, boolean nameExists) {
    if (question.type().isAddress() && it.line().isEmpty()) {
      String what =
          nameExists
              ? question.name() + " has no " + question.type() + " record"
              : "the name " + question.name() + " does not exist";
      failures.add(
          new Failure(nameExists ? FailureCause.NO_ADDRESS : FailureCause.NAME_NOT_FOUND, what));
    }
  }

  private void onDiscovery(NameEvent event) {
    Open it = open.get(DISCOVERY);
    if (it == null) {
      return;
    }
    write(it.line(), event);
    switch (event) {
      case NameEvent.Added(var records, Origin _) -> {
        for (DnsRecord record : records) {
          if (record instanceof DnsRecord.Address address) {
            discovered.add(address.address());
          }
        }
      }
      case NameEvent.Withdrawn _ -> {}
      case NameEvent.Finished _, NameEvent.Failed _ -> {
        open.remove(DISCOVERY);
        machine.accept(new RaceInput.PrefixesLearned(now(), Nat64.discover(discovered)));
      }
    }
  }

  private static void write(ResolutionLine line, NameEvent event) {
    switch (event) {
      case NameEvent.Added(var records, Origin origin) ->
          line.answered(records.stream().map(Inquiries::text).toList(), origin);
      case NameEvent.Withdrawn _ -> {}
      case NameEvent.Finished(Origin origin, boolean _) -> line.finished(origin);
      case NameEvent.Failed(Origin origin, FailureCause _, String why) -> line.failed(origin, why);
    }
  }

  private static String text(DnsRecord record) {
    return switch (record) {
      case DnsRecord.Address it -> Endpoint.text(it.address());
      case DnsRecord.Alias it -> "alias " + it.target();
      case DnsRecord.Service it -> it.priority() + " " + it.target();
      case DnsRecord.Other it -> it.text();
    };
  }

  private long now() {
    return site.setup().site().environment().ticker().nanos();
  }
}
