package dev.fairlead.testkit.net;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The routes of one router: the networks of its own interfaces, then the shortest way over other
/// routers by links that are up.
final class Routes {
  private final Net net;
  private final Router router;
  private final Map<InetAddress, Optional<Hop>> known = new HashMap<>();
  private long knownAt = -1;

  /// Where a packet goes next.
  record Hop(Port port, InetAddress next) {}

  Routes(Net net, Router router) {
    this.net = net;
    this.router = router;
  }

  @Nullable Hop to(InetAddress address) {
    if (knownAt != net.version()) {
      known.clear();
      knownAt = net.version();
    }
    return known.computeIfAbsent(address, it -> Optional.ofNullable(find(it))).orElse(null);
  }

  private @Nullable Hop find(InetAddress address) {
    Port near = router.near(address);
    if (near != null) {
      return new Hop(near, address);
    }
    Map<Router, Hop> first = new LinkedHashMap<>();
    ArrayDeque<Router> line = new ArrayDeque<>();
    neighbours(router, address, null, first, line);
    for (Router next = line.poll(); next != null; next = line.poll()) {
      Port there = next.near(address);
      if (next.claims(address) || there != null && next.announces(there)) {
        return first.get(next);
      }
      neighbours(next, address, first.get(next), first, line);
    }
    return null;
  }

  /// Enters the routers beside one that are not known yet, with the first step towards them.
  private void neighbours(
      Router from,
      InetAddress family,
      @Nullable Hop step,
      Map<Router, Hop> first,
      ArrayDeque<Router> line) {
    for (Port port : from.ports()) {
      Medium medium = port.medium();
      if (!port.isUp() || medium == null) {
        continue;
      }
      for (Port other : medium.ports()) {
        InetAddress next = other.facing(family);
        if (other.node() instanceof Router it
            && it != router
            && other.isUp()
            && next != null
            && !first.containsKey(it)) {
          first.put(it, step == null ? new Hop(port, next) : step);
          line.add(it);
        }
      }
    }
  }
}
