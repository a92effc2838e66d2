package dev.fairlead.engine.spi;

import dev.fairlead.Tls;
import javax.net.ssl.SSLContext;

/// Gives contexts of the Java runtime that behave as a [Tls] description says, for code that speaks
/// TLS itself: a socket factory layered over a socket that it is given. Found with
/// [java.util.ServiceLoader].
public interface TlsContexts {
  /// A context that trusts, shows and verifies as the description says; the name is verified
  /// whether or not the user of the context asks for it. Sockets and engines of it have the
  /// description's versions, suites, groups and application protocols by default.
  ///
  /// May block.
  ///
  /// @throws LayerFailure when an option cannot be had
  SSLContext jdkContext(Tls description, NetworkSite site) throws LayerFailure;
}
