package dev.fairlead.dns;

import dev.fairlead.AnswerSource;
import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.DnsCache;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.dns.RunningExchange.Outcome;
import dev.fairlead.engine.spi.Origin;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Asks name servers. The same question asked by several at once travels once; everybody hears its
/// end on their own loop. Answers go into the cache of the context that asked.
final class DnsClient {
  /// Exchanges with sockets at one time, and questions in all; more than these fail at once.
  record Limits(int running, int asked) {
    static final Limits USUAL = new Limits(512, 16_384);
  }

  private final Services services;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`, like all below.
  private final Map<Flight, Shared> flights = new HashMap<>();

  private final Queue<Shared> line = new ArrayDeque<>();
  private int running;

  DnsClient(Services services, Limits limits) {
    this.services = services;
    this.limits = limits;
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

    /// Guarded by `lock`, like all below.
    final List<Waiter> waiters = new ArrayList<>();

    boolean isRunning;

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
    lock.lock();
    try {
      shared = flights.get(flight);
      if (shared == null && flights.size() < limits.asked()) {
        shared = new Shared(flight, ask);
        flights.put(flight, shared);
        line.add(shared);
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
    startNext();
    Shared joined = shared;
    return () -> leave(joined, waiter);
  }

  /// Lets the first in the line go, if there is room.
  private void startNext() {
    Shared next = null;
    lock.lock();
    try {
      if (running < limits.running()) {
        next = line.poll();
      }
      if (next != null) {
        running++;
        next.isRunning = true;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.loop.execute(next.exchange::begin);
    }
  }

  private void ended(Ask ask, Shared shared, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      ask.cache().put(ask.key(), answered.answer(), services.now());
    }
    List<Waiter> waiters;
    lock.lock();
    try {
      remove(shared);
      waiters = List.copyOf(shared.waiters);
    } finally {
      lock.unlock();
    }
    startNext();
    for (Waiter waiter : waiters) {
      if (waiter.loop().inEventLoop()) {
        waiter.to().accept(outcome);
      } else {
        waiter.loop().execute(() -> waiter.to().accept(outcome));
      }
    }
  }

  /// Takes it off the books; called with the lock held.
  private boolean remove(Shared shared) {
    if (!flights.remove(shared.flight, shared)) {
      return false;
    }
    if (shared.isRunning) {
      running--;
    } else {
      line.remove(shared);
    }
    return true;
  }

  private void leave(Shared shared, Waiter waiter) {
    boolean last;
    lock.lock();
    try {
      boolean waited = shared.waiters.remove(waiter);
      last = waited && shared.waiters.isEmpty() && remove(shared);
    } finally {
      lock.unlock();
    }
    if (last) {
      startNext();
      if (shared.loop.inEventLoop()) {
        shared.exchange.cancel();
      } else {
        shared.loop.execute(shared.exchange::cancel);
      }
    }
  }

  private Outcome tooMany() {
    long now = services.now();
    Origin origin = new Origin(AnswerSource.QUERY, null, "", now, now);
    String why = limits.asked() + " questions are under way already";
    return new Outcome.Failed(origin, FailureCause.OUT_OF_RESOURCES, why);
  }
}
