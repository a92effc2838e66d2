package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Prelude;
import dev.fairlead.Stack;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerProvider;
import dev.fairlead.engine.spi.LayerSite;
import dev.fairlead.engine.spi.NetworkSite;
import java.util.ArrayList;
import java.util.Comparator;
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

  /// The stack if it can be had without blocking: because all its layers are the engine's own, or
  /// from the cache.
  @Nullable PreparedStack atOnce(Stack<?> stack, LayerSite where) {
    FramerFactory.Framers framers = FramerFactory.Framers.of(stack);
    List<LayerFactory> factories = new ArrayList<>();
    Stack<?> layer = framers.below();
    while (layer instanceof Prelude prelude) {
      factories.addFirst(FramerFactory.of(prelude, where));
      layer = prelude.below();
    }
    if (layer instanceof Tcp tcp) {
      return new PreparedStack(site, tcp, withFramers(factories, framers, where));
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
    Layers layers = layers(stack, where, Tcp.class);
    PreparedStack prepared = new PreparedStack(site, (Tcp) layers.bottom(), layers.factories());
    if (!where.server()) {
      cache(where).keep(new Key(stack, where.endpoint()), prepared);
    }
    return prepared;
  }

  /// Layers, the lowest first, and what they stand on.
  record Layers(List<LayerFactory> factories, Stack<?> bottom) {}

  /// The layers of `stack` down to one of the kind `bottom`. May block; never on a loop.
  ///
  /// @throws LayerFailure when a layer cannot be had as described
  Layers layers(Stack<?> stack, LayerSite where, Class<?> bottom) throws LayerFailure {
    FramerFactory.Framers framers = FramerFactory.Framers.of(stack);
    List<LayerFactory> factories = new ArrayList<>();
    Stack<?> layer = framers.below();
    while (!bottom.isInstance(layer)) {
      factories.addFirst(factory(layer, where));
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
    // A stable sort: the others keep their order.
    factories.sort(Comparator.comparing(factory -> !factory.standsOnTransport()));
    return new Layers(withFramers(factories, framers, where), layer);
  }

  private static List<LayerFactory> withFramers(
      List<LayerFactory> factories, FramerFactory.Framers framers, LayerSite where) {
    if (!framers.all().isEmpty()) {
      factories.addLast(FramerFactory.of(framers, where));
    }
    return factories;
  }

  private static LayerFactory factory(Stack<?> layer, LayerSite where) throws LayerFailure {
    return layer instanceof Prelude prelude
        ? FramerFactory.of(prelude, where)
        : provider(layer).prepare(layer, where);
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
