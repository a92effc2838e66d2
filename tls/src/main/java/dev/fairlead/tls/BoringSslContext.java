package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import io.netty.internal.tcnative.SSL;
import java.lang.ref.Cleaner;
import java.security.KeyStore;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/// What BoringSSL's connections of the same options share. Its native part goes when nobody holds
/// this any more; engines hold the native part themselves.
final class BoringSslContext implements TlsEngine.Context {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ReferenceCountedOpenSslContext context;
  private final boolean tickets;

  BoringSslContext(TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust)
      throws SSLException {
    ReferenceCountedOpenSslContext made =
        (ReferenceCountedOpenSslContext) builder(options, server, keys, trust).build();
    CLEANER.register(this, made::release);
    context = made;
    tickets = options.resumption();
    OpenSslSessionContext sessions = made.sessionContext();
    sessions.setSessionCacheEnabled(tickets);
    options.keyLog().ifPresent(file -> NativeContext.tellSecrets(made, new KeyLog(file)));
  }

  private static SslContextBuilder builder(
      TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust) {
    OpenSslCachingX509KeyManagerFactory source =
        new OpenSslCachingX509KeyManagerFactory(new GivenKeys(keys));
    SslContextBuilder builder =
        server
            ? SslContextBuilder.forServer(source).clientAuth(clientAuthentication(options))
            : SslContextBuilder.forClient().keyManager(source);
    builder
        .sslProvider(SslProvider.OPENSSL_REFCNT)
        .trustManager(trust)
        // The name is verified by the trust manager, which can say what is wrong with it.
        .endpointIdentificationAlgorithm(null)
        .enableOcsp(options.stapling() && !server)
        .option(OpenSslContextOption.USE_TASKS, true)
        .protocols(Versions.of(options));
    if (!options.cipherSuites().isEmpty()) {
      builder.ciphers(options.cipherSuites());
    }
    if (!options.groups().isEmpty()) {
      builder.option(
          OpenSslContextOption.GROUPS,
          options.groups().stream().map(BoringSslContext::group).toArray(String[]::new));
    }
    if (!options.alpn().isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              ApplicationProtocolConfig.Protocol.ALPN,
              ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
              ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
              options.alpn()));
    }
    return builder;
  }

  private static String group(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x25519" -> "X25519";
      case "secp256r1" -> "P-256";
      case "secp384r1" -> "P-384";
      case "secp521r1" -> "P-521";
      case "x25519mlkem768" -> "X25519MLKEM768";
      default -> name;
    };
  }

  private static ClientAuth clientAuthentication(TlsOptions options) {
    return switch (options.clientAuthentication()) {
      case REQUIRED -> ClientAuth.REQUIRE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case NONE -> ClientAuth.NONE;
    };
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, @Nullable PeerName name, int port) {
    if (name == null) {
      return withoutTickets(context.newEngine(allocator));
    }
    SSLEngine engine = context.newEngine(allocator, name.text(), port);
    // The peer's host alone would indicate neither names of one label nor, rightly, addresses.
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(name.indication());
    engine.setSSLParameters(parameters);
    return withoutTickets(engine);
  }

  @Override
  public SSLSessionContext clientSessions() {
    return context.sessionContext();
  }

  private SSLEngine withoutTickets(SSLEngine engine) {
    if (!tickets) {
      SSL.setOptions(((ReferenceCountedOpenSslEngine) engine).sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    return engine;
  }

  /// Hands over a key manager that exists already.
  private static final class GivenKeys extends SimpleKeyManagerFactory {
    private final TlsKeys keys;

    GivenKeys(TlsKeys keys) {
      this.keys = keys;
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

    @Override
    protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {keys};
    }
  }
}
