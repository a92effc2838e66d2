package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The shared parts of TLS in one context of the network. Sessions live here, so they are never
/// resumed from another context.
final class TlsCache {
  /// Programs that make their stack anew for each connection do not fill the memory.
  private static final int KEPT = 256;

  private final Map<Key, TlsShared> shared = new ConcurrentHashMap<>();

  /// Options are compared by identity: a stack that is kept is a key that is found again.
  record Key(TlsOptions options, boolean server, String engine) {}

  @Nullable TlsShared find(Key key) {
    return shared.get(key);
  }

  /// Keeps `made`, unless another thread was faster.
  TlsShared keep(Key key, TlsShared made) {
    if (shared.size() >= KEPT) {
      shared.clear();
    }
    TlsShared before = shared.putIfAbsent(key, made);
    return before == null ? made : before;
  }
}
