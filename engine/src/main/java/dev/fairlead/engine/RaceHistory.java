package dev.fairlead.engine;

import dev.fairlead.core.connect.Experience;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What races of one context learned about addresses, apart for each network. Any thread.
final class RaceHistory {
  private static final int ENTRIES_MAX = 1024;

  /// A black hole may be gone after this time, and a round trip another one.
  private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(10);

  /// RFC 6298 §2: the weight of a new sample is one eighth.
  private static final int SMOOTHING = 8;

  /// Guarded by this; the least recently used goes first.
  private final Map<Key, Met> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Met> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  private record Key(String network, InetAddress address) {}

  /// @param misses attempts without any answer since the last answer
  private record Met(long rttNanos, boolean used, int misses, long seenNanos) {
    static final Met NONE = new Met(-1, false, 0, 0);
  }

  /// What is known of an address in this network.
  synchronized Experience of(String network, InetAddress address, long now) {
    Met entry = entry(new Key(network, address), now);
    return entry.equals(Met.NONE)
        ? Experience.NONE
        : new Experience(entry.rttNanos, entry.used, entry.misses >= 2);
  }

  /// A connection was made.
  synchronized void connected(String network, InetAddress address, long rttNanos, long now) {
    Key key = new Key(network, address);
    Met before = entry(key, now);
    long smoothed =
        before.rttNanos < 0 ? rttNanos : before.rttNanos + (rttNanos - before.rttNanos) / SMOOTHING;
    entries.put(key, new Met(smoothed, true, 0, now));
  }

  /// Nothing came back: until its limit, or for long enough that another address won.
  ///
  /// @param certain whether it was waited for until the limit; else it takes two misses to believe
  synchronized void missed(String network, InetAddress address, boolean certain, long now) {
    Key key = new Key(network, address);
    Met before = entry(key, now);
    int misses = certain ? 2 : before.misses + 1;
    entries.put(key, new Met(before.rttNanos, before.used, misses, now));
  }

  private Met entry(Key key, long now) {
    Met entry = entries.get(key);
    return entry == null || now - entry.seenNanos > MEMORY_NANOS ? Met.NONE : entry;
  }
}
