package dev.fairlead.engine.spi;

import dev.fairlead.Network;

/// Puts networks together with a clock, threads and sockets
/// of a simulated world. Found with [java.util.ServiceLoader].
public interface NetworkAssembly {
  /// A builder of networks that ask `environment` and `transport` and never the system. The number
  /// of loops is passed on to the transport, which may have its own mind; the only transport that
  /// can be named is this one.
  Network.Builder on(Environment environment, Transport transport);
}
