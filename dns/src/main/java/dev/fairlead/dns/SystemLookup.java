package dev.fairlead.dns;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The system's own resolver, for names that only it knows. It blocks, cannot be interrupted, and
/// gives both families at once; so a look-up runs where blocking is allowed, at most [#RUNNING_MAX]
/// at a time, and the A and AAAA questions for one name share it.
final class SystemLookup {
  static final int RUNNING_MAX = 16;
  static final int WAITING_MAX = 256;

  private final Services services;
  private final Names names;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`, like all below.
  private final Map<String, List<Waiter>> asked = new HashMap<>();

  private final Queue<String> queue = new ArrayDeque<>();
  private int running;

  /// The blocking call itself.
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /// What the system said.
  sealed interface Outcome {
    record Found(List<InetAddress> addresses) implements Outcome {}

    record Unknown() implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  private record Waiter(EventLoop loop, Consumer<Outcome> to) {}

  SystemLookup(Services services, Names names) {
    this.services = services;
    this.names = names;
  }

  /// Asks; the outcome comes on `loop`.
  void ask(String name, EventLoop loop, Consumer<Outcome> to) {
    boolean start = false;
    boolean full = false;
    lock.lock();
    try {
      List<Waiter> waiters = asked.get(name);
      if (waiters != null) {
        waiters.add(new Waiter(loop, to));
      } else if (queue.size() >= WAITING_MAX) {
        full = true;
      } else {
        asked.put(name, new ArrayList<>(List.of(new Waiter(loop, to))));
        queue.add(name);
        start = running < RUNNING_MAX;
        running += start ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    if (full) {
      loop.execute(() -> to.accept(new Outcome.Failed(WAITING_MAX + " look-ups wait already")));
    } else if (start) {
      services.environment().blocking().execute(this::work);
    }
  }

  private void work() {
    String name = next();
    while (!name.isEmpty()) {
      Outcome outcome = lookUp(name);
      for (Waiter waiter : waiters(name)) {
        if (!waiter.loop().isShuttingDown()) {
          waiter.loop().execute(() -> waiter.to().accept(outcome));
        }
      }
      name = next();
    }
  }

  private String next() {
    lock.lock();
    try {
      String name = queue.poll();
      if (name == null) {
        running--;
        return "";
      }
      return name;
    } finally {
      lock.unlock();
    }
  }

  private List<Waiter> waiters(String name) {
    lock.lock();
    try {
      List<Waiter> waiters = asked.remove(name);
      return waiters == null ? List.of() : waiters;
    } finally {
      lock.unlock();
    }
  }

  private Outcome lookUp(String name) {
    try {
      return new Outcome.Found(List.of(names.addresses(name)));
    } catch (UnknownHostException unknown) {
      // The JDK tells "does not exist" from "could not ask" only in the text of the C library.
      String message = String.valueOf(unknown.getMessage());
      boolean failed = message.contains("emporary failure") || message.contains("try again");
      return failed ? new Outcome.Failed(message) : new Outcome.Unknown();
    } catch (SecurityException | IllegalArgumentException refused) {
      return new Outcome.Failed(String.valueOf(refused.getMessage()));
    }
  }
}
