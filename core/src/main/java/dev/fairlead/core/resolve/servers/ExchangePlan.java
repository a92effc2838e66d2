package dev.fairlead.core.resolve.servers;

import java.util.List;

/// How one question goes through the servers.
///
/// @param order the servers, as indexes of the configuration, best first
/// @param health what is known of each server, by index of the configuration
/// @param rounds how often each is asked
/// @param timeoutNanos how long an answer is waited for before its sending counts as lost
/// @param tcpOnly whether UDP is skipped
public record ExchangePlan(
    List<Integer> order,
    List<ServerHealth> health,
    int rounds,
    long timeoutNanos,
    boolean tcpOnly) {
  /// After this long without an answer the next server is asked too. The C library waits the whole
  /// timeout (5 s), which makes a dead first server a catastrophe; one second is beyond nearly
  /// every honest answer, and a late one still counts because the first question stays open.
  public static final long FAIL_OVER_NANOS = 1_000_000_000L;

  public ExchangePlan {
    order = List.copyOf(order);
    health = List.copyOf(health);
    if (order.isEmpty()) {
      throw new IllegalArgumentException("no server to ask");
    }
  }

  int turns() {
    return order.size() * rounds;
  }

  int serverAt(int turn) {
    return order.get(turn % order.size());
  }

  /// How long the turn has the field to itself; doubled with each round so that a dead network sees
  /// few packets.
  long patienceNanos(int turn) {
    return Math.min(timeoutNanos, FAIL_OVER_NANOS << (turn / order.size()));
  }
}
