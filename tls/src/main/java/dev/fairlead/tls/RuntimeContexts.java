package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.Tls;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.TlsContexts;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Makes contexts of the Java runtime for socket factories.
public final class RuntimeContexts implements TlsContexts {
  /// Used by the service loader.
  public RuntimeContexts() {}

  @Override
  public SSLContext jdkContext(Tls description, NetworkSite site) throws LayerFailure {
    Parts parts = Parts.read(description.options(), site.environment());
    EngineChoice.of(description.options(), false, parts.keyAlgorithms(), "JDK");
    try {
      SSLContext context = JdkTls.runtimeContext(parts.keys(), parts.trust());
      return new ConfiguredContext(context, description.options());
    } catch (SSLException e) {
      throw new LayerFailure("tls", FailureCause.OPTION, Texts.reason(e), e);
    }
  }
}
