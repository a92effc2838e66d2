package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A context of the runtime whose sockets and engines have the options from the start.
final class ConfiguredContext extends SSLContext {
  ConfiguredContext(SSLContext context, TlsOptions options) {
    super(new Configured(context, options), context.getProvider(), context.getProtocol());
  }

  private static final class Configured extends SSLContextSpi {
    private final SSLContext context;
    private final TlsOptions options;

    Configured(SSLContext context, TlsOptions options) {
      this.context = context;
      this.options = options;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom r)
        throws KeyManagementException {
      throw new KeyManagementException("this context is made from a stack and stays as it is");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new ConfiguredSockets(context.getSocketFactory(), options);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return configured(context.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return configured(context.createSSLEngine(host, port));
    }

    private SSLEngine configured(SSLEngine engine) {
      engine.setUseClientMode(true);
      engine.setSSLParameters(engineGetDefaultSSLParameters());
      return engine;
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      SSLParameters parameters = context.getDefaultSSLParameters();
      JdkTls.configure(parameters, options, false);
      return parameters;
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context.getSupportedSSLParameters();
    }
  }
}
