package dev.fairlead.dns;

import dev.fairlead.AnswerSource;
import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.DnsCache;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.dns.RunningExchange.Outcome;
import dev.fairlead.engine.spi.Origin;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Asks name servers. The same question asked by several at once travels once; everybody hears its
/// end on their own loop. Answers go into the cache of the context that asked.
final class DnsClient {
  /// Exchanges under way in one network; more fail at once rather than eat all descriptors.
  static final int EXCHANGES_MAX = 1_024;

  private final Services services;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`.
  private final Map<Flight, Shared> flights = new HashMap<>();

  DnsClient(Services services) {
    this.services = services;
  }

  /// One wish for an answer.
  record Ask(
      Question question, ServerList servers, EventLoop loop, NameCache cache, String partition) {
    DnsCache.Key key() {
      return new DnsCache.Key(partition, question);
    }
  }

  /// Stops waiting; when nobody waits any more, the packets stop too.
  interface Waiting {
    void cancel();
  }

  /// What makes two questions the same: also whose cache they fill, and who is asked.
  private record Flight(Question question, String partition, Object cache, Object servers) {}

  /// One exchange and those who wait for it.
  private final class Shared {
    final Flight flight;
    final EventLoop loop;
    final RunningExchange exchange;

    /// Guarded by `lock`.
    final List<Waiter> waiters = new ArrayList<>();

    Shared(Flight flight, Ask ask) {
      this.flight = flight;
      this.loop = ask.loop();
      this.exchange = new RunningExchange(services, ask, outcome -> ended(ask, this, outcome));
    }
  }

  private record Waiter(EventLoop loop, Consumer<Outcome> to) {}

  /// Asks. The outcome comes on the loop of `ask`, never before this has returned.
  Waiting ask(Ask ask, Consumer<Outcome> to) {
    Flight flight = new Flight(ask.question(), ask.partition(), ask.cache(), ask.servers());
    Waiter waiter = new Waiter(ask.loop(), to);
    Shared shared;
    boolean fresh = false;
    lock.lock();
    try {
      shared = flights.get(flight);
      if (shared == null && flights.size() < EXCHANGES_MAX) {
        fresh = true;
        shared = new Shared(flight, ask);
        flights.put(flight, shared);
      }
      if (shared != null) {
        shared.waiters.add(waiter);
      }
    } finally {
      lock.unlock();
    }
    if (shared == null) {
      ask.loop().execute(() -> to.accept(tooMany()));
      return () -> {};
    }
    if (fresh) {
      ask.loop().execute(shared.exchange::begin);
    }
    Shared joined = shared;
    return () -> leave(joined, waiter);
  }

  private void ended(Ask ask, Shared shared, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      ask.cache().put(ask.key(), answered.answer(), services.now());
    }
    List<Waiter> waiters;
    lock.lock();
    try {
      flights.remove(shared.flight, shared);
      waiters = List.copyOf(shared.waiters);
    } finally {
      lock.unlock();
    }
    for (Waiter waiter : waiters) {
      if (waiter.loop().inEventLoop()) {
        waiter.to().accept(outcome);
      } else {
        waiter.loop().execute(() -> waiter.to().accept(outcome));
      }
    }
  }

  private void leave(Shared shared, Waiter waiter) {
    boolean last;
    lock.lock();
    try {
      boolean waited = shared.waiters.remove(waiter);
      last = waited && shared.waiters.isEmpty() && flights.remove(shared.flight, shared);
    } finally {
      lock.unlock();
    }
    if (last && shared.loop.inEventLoop()) {
      shared.exchange.cancel();
    } else if (last) {
      shared.loop.execute(shared.exchange::cancel);
    }
  }

  private Outcome tooMany() {
    long now = services.now();
    Origin origin = new Origin(AnswerSource.QUERY, null, "", now, now);
    String why = EXCHANGES_MAX + " questions are under way already";
    return new Outcome.Failed(origin, FailureCause.OUT_OF_RESOURCES, why);
  }
}
