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
import dev.fairlead.tls.HeldIdentity.Loaded;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;
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
    Attempts attempts = new Attempts();
    TlsKeys keys = keys(options, attempts, environment);
    TlsTrust trust = new TlsTrust(evaluation(options, environment), options, attempts, environment);
    EngineChoice choice = EngineChoice.of(options, key.server(), algorithms(keys), key.engine());
    try {
      TlsEngine.Parts parts = new TlsEngine.Parts(options, key.server(), keys, trust);
      return new TlsShared(options, choice, choice.engine().context(parts), attempts, environment);
    } catch (SSLException | IllegalArgumentException e) {
      throw option(
          "the engine " + choice.engine().name() + " refuses the options: " + Texts.reason(e), e);
    }
  }

  private static TlsKeys keys(TlsOptions options, Attempts attempts, Environment environment)
      throws LayerFailure {
    try {
      return new TlsKeys(options, attempts, environment);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw option("identity: " + unreadable(e), e);
    }
  }

  private static Evaluation evaluation(TlsOptions options, Environment environment)
      throws LayerFailure {
    try {
      return new Evaluation(options.trust(), environment);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw option("trust: " + unreadable(e), e);
    }
  }

  private static List<String> algorithms(TlsKeys keys) {
    return keys.loaded().stream().map(TlsLayerProvider::algorithm).toList();
  }

  private static String algorithm(Loaded one) {
    String algorithm = one.leaf().getPublicKey().getAlgorithm();
    return one.key().getEncoded() == null ? "?" + algorithm : algorithm;
  }

  private static String unreadable(Exception e) {
    return e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : Texts.reason(e);
  }

  private static LayerFailure option(String what, @org.jspecify.annotations.Nullable Exception e) {
    return new LayerFailure("tls", FailureCause.OPTION, what, e);
  }
}
