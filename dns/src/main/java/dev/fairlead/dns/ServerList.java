package dev.fairlead.dns;

import dev.fairlead.core.resolve.ResolverConfig.Options;
import dev.fairlead.core.resolve.SearchList;
import dev.fairlead.core.resolve.servers.ExchangePlan;
import dev.fairlead.core.resolve.servers.ServerHealth;
import dev.fairlead.core.resolve.servers.ServerHealth.Fact;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The servers of one configuration, and what questions have taught about them. A changed
/// configuration is a new list, so its servers start with a clean slate. Shared by all event loops.
final class ServerList {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final List<InetSocketAddress> addresses;
  private final SearchList search;
  private final Options options;

  /// Each entry is replaced as a whole; losing one of two facts learned at the same moment does no
  /// harm.
  private final AtomicReferenceArray<ServerHealth> health;

  private final AtomicInteger questions = new AtomicInteger();

  ServerList(List<InetSocketAddress> addresses, SearchList search, Options options) {
    this.addresses = List.copyOf(addresses);
    this.search = search;
    this.options = options;
    this.health = new AtomicReferenceArray<>(addresses.size());
    forgetHealth();
  }

  boolean isEmpty() {
    return addresses.isEmpty();
  }

  InetSocketAddress address(int server) {
    return addresses.get(server);
  }

  SearchList search() {
    return search;
  }

  /// How the next question goes through the servers.
  ExchangePlan plan(long now) {
    List<ServerHealth> known = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      known.add(health.get(i));
    }
    int first = options.rotate() ? Math.floorMod(questions.getAndIncrement(), known.size()) : 0;
    return new ExchangePlan(
        ServerHealth.order(known, first, now),
        known,
        options.attempts(),
        options.timeoutSeconds() * NANOS_PER_SECOND,
        options.useTcp());
  }

  void learn(int server, Fact fact, long now) {
    health.updateAndGet(server, before -> before.with(fact, now));
  }

  void forgetHealth() {
    for (int i = 0; i < addresses.size(); i++) {
      health.set(i, ServerHealth.unknown());
    }
  }

  @Override
  public String toString() {
    return addresses.toString();
  }
}
