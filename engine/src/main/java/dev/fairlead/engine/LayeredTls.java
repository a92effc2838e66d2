package dev.fairlead.engine;

import dev.fairlead.Tls;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.TlsContexts;
import java.io.IOException;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// TLS over a socket that somebody else connected: the runtime's own, in a context that behaves as
/// the stack says.
final class LayeredTls {
  private LayeredTls() {}

  static SSLContext context(Tls tls, NetworkSite site) throws IOException {
    TlsContexts contexts =
        ServiceLoader.load(TlsContexts.class, TlsContexts.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new SSLException(
                        "nothing makes TLS: add the artifact dev.fairlead:fairlead-tls"));
    try {
      return contexts.jdkContext(tls, site);
    } catch (LayerFailure failure) {
      throw new SSLException(failure.what(), failure);
    }
  }
}
