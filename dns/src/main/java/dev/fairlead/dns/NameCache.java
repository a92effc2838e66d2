package dev.fairlead.dns;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.DnsCache;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The cache of one context, shared by all event loops. The lock is held for a table look-up and
/// nothing else.
final class NameCache {
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`.
  private final DnsCache cache = new DnsCache(DnsCache.ENTRIES_MAX);

  DnsCache.@Nullable Remembered find(DnsCache.Key key, long now) {
    lock.lock();
    try {
      return cache.find(key, now);
    } finally {
      lock.unlock();
    }
  }

  void put(DnsCache.Key key, Answer answer, long now) {
    lock.lock();
    try {
      cache.put(key, answer, now);
    } finally {
      lock.unlock();
    }
  }
}
