package dev.fairlead.engine;

import dev.fairlead.Network;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NetworkAssembly;
import dev.fairlead.engine.spi.Transport;

/// The engine on a footing that it is given.
public final class RealNetworkAssembly implements NetworkAssembly {
  /// For [java.util.ServiceLoader].
  public RealNetworkAssembly() {}

  @Override
  public Network.Builder on(Environment environment, Transport transport) {
    return new RealNetworkBuilder(new GivenFooting(environment, transport));
  }
}
