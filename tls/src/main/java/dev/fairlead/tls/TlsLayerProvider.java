package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.Stack;
import dev.fairlead.Tls;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerProvider;
import dev.fairlead.engine.spi.LayerSite;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Makes layers of [Tls].
public final class TlsLayerProvider implements LayerProvider {
  /// Used by the service loader.
  public TlsLayerProvider() {}

  @Override
  public boolean makes(Stack<?> description) {
    return description instanceof Tls;
  }

  @Override
  public LayerFactory prepare(Stack<?> description, LayerSite site) throws LayerFailure {
    TlsOptions options = ((Tls) description).options();
    TlsCache cache = site.caches().get(TlsCache.class, TlsCache::new);
    TlsCache.Key key = new TlsCache.Key(options, site.server(), site.network().tlsEngine());
    TlsShared shared = cache.find(key);
    if (shared == null) {
      shared = cache.keep(key, make(key, site.network().environment()));
    }
    return new TlsLayerFactory(shared, site, name(options, site));
  }

  private static Optional<PeerName> name(TlsOptions options, LayerSite site) throws LayerFailure {
    if (site.server()) {
      return Optional.empty();
    }
    try {
      return PeerName.of(site.endpoint(), options.serverName());
    } catch (IllegalArgumentException e) {
      throw option("serverName: " + e.getMessage(), e);
    }
  }

  private static TlsShared make(TlsCache.Key key, Environment environment) throws LayerFailure {
    TlsOptions options = key.options();
    if (key.server() && options.identities().isEmpty()) {
      throw option("identity: a listener needs one, and none is set", null);
    }
    Parts parts = Parts.read(options, environment);
    EngineChoice choice =
        EngineChoice.of(options, key.server(), parts.keyAlgorithms(), key.engine());
    try {
      TlsEngine.Context context =
          choice.engine().context(options, key.server(), parts.keys(), parts.trust());
      return new TlsShared(options, choice, context, parts.trust(), parts.attempts(), environment);
    } catch (SSLException | IllegalArgumentException e) {
      throw option(
          "the engine " + choice.engine().name() + " refuses the options: " + Texts.reason(e), e);
    }
  }

  private static LayerFailure option(String what, @org.jspecify.annotations.Nullable Exception e) {
    return new LayerFailure("tls", FailureCause.OPTION, what, e);
  }
}
