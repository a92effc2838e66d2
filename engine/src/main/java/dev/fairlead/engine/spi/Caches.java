package dev.fairlead.engine.spi;

import java.util.function.Supplier;

/// What the connections of one [dev.fairlead.Context] share in one network: names, race history,
/// TLS sessions. Each owner keeps one typed cache here.
public interface Caches {
  /// The cache of this kind, made at first use.
  <T> T get(Class<T> kind, Supplier<? extends T> maker);

  /// The name of the context, for reports.
  String contextName();
}
