package dev.fairlead.testkit.net;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which port outside stands for which address and port inside: one for all peers (RFC 4787 §4.1,
/// endpoint-independent mapping), and only who was spoken to is let in (§5, address- and
/// port-dependent filtering).
final class Mappings {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 60_000;

  /// RFC 4787 §4.3 has two minutes, RFC 5382 §5 two hours and four minutes.
  private static final long DATAGRAMS_NANOS = 120_000_000_000L;

  private static final long STREAMS_NANOS = 7_440_000_000_000L;

  private final Net net;
  private final Map<Inside, Mapping> byInside = new HashMap<>();
  private final Map<Outside, Mapping> byOutside = new HashMap<>();
  private int lastPort = FIRST_PORT - 1;

  private record Inside(boolean stream, InetSocketAddress address) {}

  private record Outside(boolean stream, int port) {}

  /// One of them.
  static final class Mapping {
    private final Inside inside;
    private final int port;
    private final Set<InetSocketAddress> peers = new LinkedHashSet<>();
    private long usedNanos;

    private Mapping(Inside inside, int port) {
      this.inside = inside;
      this.port = port;
    }

    InetSocketAddress inside() {
      return inside.address;
    }

    int port() {
      return port;
    }
  }

  Mappings(Net net) {
    this.net = net;
  }

  /// The mapping for what leaves, made if need be.
  Mapping leaving(Content content, InetSocketAddress inside, InetSocketAddress peer) {
    boolean stream = content instanceof Segment;
    Inside key = new Inside(stream, inside);
    Mapping mapping = byInside.get(key);
    if (mapping == null || isOld(mapping)) {
      lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
      mapping = new Mapping(key, lastPort);
      byInside.put(key, mapping);
      byOutside.put(new Outside(stream, lastPort), mapping);
    }
    mapping.peers.add(peer);
    mapping.usedNanos = net.now();
    return mapping;
  }

  /// The mapping for what comes from a peer, null when it must not come in.
  @Nullable Mapping coming(Content content, int port, InetSocketAddress peer) {
    Mapping mapping = byOutside.get(new Outside(content instanceof Segment, port));
    if (mapping == null || isOld(mapping) || !mapping.peers.contains(peer)) {
      return null;
    }
    mapping.usedNanos = net.now();
    return mapping;
  }

  private boolean isOld(Mapping mapping) {
    long limit = mapping.inside.stream ? STREAMS_NANOS : DATAGRAMS_NANOS;
    return net.now() - mapping.usedNanos > limit;
  }

  /// Forgets all, as after a restart; the next ports are others.
  void forget() {
    byInside.clear();
    byOutside.clear();
  }
}
