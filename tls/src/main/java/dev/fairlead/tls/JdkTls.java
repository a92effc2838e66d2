package dev.fairlead.tls;

import dev.fairlead.Tls;
import dev.fairlead.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS of the Java runtime: always there, and the one whose directions end one by one.
final class JdkTls implements TlsEngine {
  @Override
  public String name() {
    return "JDK";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public Optional<String> refuses(TlsOptions options, boolean server, List<String> keys) {
    if (options.halfClose() == Tls.HalfClose.REQUIRED
        && options.versionMost() == Tls.Version.TLS_1_2) {
      return Optional.of("halfClose(REQUIRED): TLS 1.2 can only end both directions");
    }
    if (options.keyLog().isPresent()) {
      return Optional.of("keyLog: it does not tell its secrets");
    }
    SSLEngine probe = probe();
    Set<String> suites = Set.of(probe.getSupportedCipherSuites());
    for (String suite : options.cipherSuites()) {
      if (!suites.contains(suite)) {
        return Optional.of("cipherSuites: it does not have " + suite);
      }
    }
    for (String group : options.groups()) {
      if (!hasGroup(probe, group)) {
        return Optional.of("groups: it does not have " + group);
      }
    }
    return Optional.empty();
  }

  private static SSLEngine probe() {
    try {
      return SSLContext.getDefault().createSSLEngine();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has TLS", e);
    }
  }

  private static boolean hasGroup(SSLEngine probe, String group) {
    String[] known = probe.getSSLParameters().getNamedGroups();
    return known == null || List.of(known).stream().anyMatch(group::equalsIgnoreCase);
  }

  @Override
  public Context context(TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust)
      throws SSLException {
    return new Shared(options, server, keys, trust);
  }

  @Override
  public boolean halfCloses(String version) {
    return version.equals(Versions.TLS_1_3);
  }

  @Override
  public boolean sendsAfterPeerEnd(String version) {
    return version.equals(Versions.TLS_1_3);
  }

  @Override
  public Optional<Boolean> resumed(SSLEngine engine) {
    return Optional.empty();
  }

  /// A context of the runtime, whose sessions all its engines share.
  static SSLContext runtimeContext(TlsKeys keys, TlsTrust trust) throws SSLException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, keys.random());
      return context;
    } catch (GeneralSecurityException e) {
      throw new SSLException("the Java runtime cannot make a TLS context", e);
    }
  }

  private static final class Shared implements Context {
    private final TlsOptions options;
    private final boolean server;
    private final TlsKeys keys;
    private final TlsTrust trust;
    private final SSLContext sessions;

    Shared(TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust) throws SSLException {
      this.options = options;
      this.server = server;
      this.keys = keys;
      this.trust = trust;
      this.sessions = runtimeContext(keys, trust);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, @Nullable PeerName name, int port) {
      SSLContext context = sessions();
      SSLEngine engine =
          name == null ? context.createSSLEngine() : context.createSSLEngine(name.text(), port);
      engine.setUseClientMode(!server);
      SSLParameters parameters = engine.getSSLParameters();
      configure(parameters, options, server);
      if (name != null) {
        parameters.setServerNames(name.indication());
      }
      engine.setSSLParameters(parameters);
      return engine;
    }

    @Override
    public SSLSessionContext clientSessions() {
      return sessions.getClientSessionContext();
    }

    // Its sessions cannot be switched off: without resumption no two engines share any.
    private SSLContext sessions() {
      if (options.resumption()) {
        return sessions;
      }
      try {
        return runtimeContext(keys, trust);
      } catch (SSLException e) {
        throw new AssertionError("it could be made before", e);
      }
    }
  }

  /// Writes the options into the parameters of an engine or a socket.
  static void configure(SSLParameters parameters, TlsOptions options, boolean server) {
    parameters.setProtocols(Versions.of(options));
    parameters.setApplicationProtocols(options.alpn().toArray(new String[0]));
    if (!options.cipherSuites().isEmpty()) {
      parameters.setCipherSuites(options.cipherSuites().toArray(new String[0]));
    }
    if (!options.groups().isEmpty()) {
      parameters.setNamedGroups(options.groups().toArray(new String[0]));
    }
    if (server) {
      parameters.setUseCipherSuitesOrder(true);
      switch (options.clientAuthentication()) {
        case REQUIRED -> parameters.setNeedClientAuth(true);
        case OPTIONAL -> parameters.setWantClientAuth(true);
        case NONE -> {}
      }
    }
  }
}
