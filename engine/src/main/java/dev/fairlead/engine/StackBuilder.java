package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Stack;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerProvider;
import dev.fairlead.engine.spi.LayerSite;
import dev.fairlead.engine.spi.NetworkSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Turns a stack, which is a description, into a [PreparedStack], which makes pipelines.
///
/// What a client prepared is kept in the caches of its context, so that connecting again with an
/// equal stack to the same endpoint costs neither files nor a thread hop.
final class StackBuilder {
  private static final Map<String, String> ARTIFACTS = Map.of("tls", "dev.fairlead:fairlead-tls");

  private final NetworkSite site;

  StackBuilder(NetworkSite site) {
    this.site = site;
  }

  /// The stack if it can be had without blocking: because it has no layers, or from the cache.
  @Nullable PreparedStack atOnce(Stack<?> stack, LayerSite where) {
    if (stack instanceof Tcp tcp) {
      return new PreparedStack(site, tcp, List.of());
    }
    return where.server() ? null : cache(where).find(new Key(stack, where.endpoint()));
  }

  /// Makes it ready. May block; never on a loop.
  ///
  /// @throws LayerFailure when a layer cannot be had as described
  PreparedStack prepare(Stack<?> stack, LayerSite where) throws LayerFailure {
    PreparedStack known = atOnce(stack, where);
    if (known != null) {
      return known;
    }
    List<LayerFactory> factories = new ArrayList<>();
    Stack<?> layer = stack;
    while (!(layer instanceof Tcp)) {
      factories.addFirst(provider(layer).prepare(layer, where));
      Stack<?> below = layer.below();
      if (below == null) {
        throw new LayerFailure(
            layer.name(),
            FailureCause.OPTION,
            "a stack must stand on tcp; \"" + layer + "\" does not",
            null);
      }
      layer = below;
    }
    PreparedStack prepared = new PreparedStack(site, (Tcp) layer, factories);
    if (!where.server()) {
      cache(where).keep(new Key(stack, where.endpoint()), prepared);
    }
    return prepared;
  }

  private static PreparedCache cache(LayerSite where) {
    return where.caches().get(PreparedCache.class, PreparedCache::new);
  }

  private static LayerProvider provider(Stack<?> layer) throws LayerFailure {
    for (LayerProvider provider : Providers.ALL) {
      if (provider.makes(layer)) {
        return provider;
      }
    }
    String artifact = ARTIFACTS.get(layer.name());
    throw new LayerFailure(
        layer.name(),
        FailureCause.OPTION,
        "nothing on the class path or module path makes the layer \""
            + layer.name()
            + "\""
            + (artifact == null ? "" : ": add the artifact " + artifact),
        null);
  }

  /// Found at first use, once.
  private static final class Providers {
    static final List<LayerProvider> ALL =
        ServiceLoader.load(LayerProvider.class, LayerProvider.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
  }

  private record Key(Stack<?> stack, Endpoint endpoint) {}

  /// The stacks that the clients of one context prepared, the least recently used goes first.
  private static final class PreparedCache {
    private static final int ENTRIES_MAX = 256;

    /// Guarded by this.
    private final Map<Key, PreparedStack> entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, PreparedStack> eldest) {
            return size() > ENTRIES_MAX;
          }
        };

    synchronized @Nullable PreparedStack find(Key key) {
      return entries.get(key);
    }

    synchronized void keep(Key key, PreparedStack prepared) {
      entries.put(key, prepared);
    }
  }
}
