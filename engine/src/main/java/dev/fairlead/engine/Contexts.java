package dev.fairlead.engine;

import dev.fairlead.Context;
import dev.fairlead.Preferences;
import dev.fairlead.engine.spi.Caches;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The caches of one network, a set for each [Context]. They go when the program lets go of the
/// context.
final class Contexts {
  private final Caches common = new ContextCaches("default");

  /// Guarded by this.
  private final Map<Context, Caches> named = new WeakHashMap<>();

  /// The caches that a connection with these preferences uses.
  Caches of(Preferences preferences) {
    return preferences.context().map(this::of).orElse(common);
  }

  private synchronized Caches of(Context context) {
    return named.computeIfAbsent(context, it -> new ContextCaches(it.name()));
  }

  /// It knows the context's name only: a reference to the context would keep it in the map.
  private static final class ContextCaches implements Caches {
    private final String name;
    private final Map<Class<?>, Object> caches = new ConcurrentHashMap<>();

    ContextCaches(String name) {
      this.name = name;
    }

    @Override
    public <T> T get(Class<T> kind, Supplier<? extends T> maker) {
      Object cache = caches.get(kind);
      return kind.cast(cache != null ? cache : caches.computeIfAbsent(kind, _ -> maker.get()));
    }

    @Override
    public String contextName() {
      return name;
    }
  }
}
