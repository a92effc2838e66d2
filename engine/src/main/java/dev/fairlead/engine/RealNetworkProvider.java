package dev.fairlead.engine;

import dev.fairlead.Network;
import dev.fairlead.spi.NetworkProvider;

/// The engine as [Network] finds it.
public final class RealNetworkProvider implements NetworkProvider {
  /// For [java.util.ServiceLoader].
  public RealNetworkProvider() {}

  @Override
  public Network.Builder builder() {
    return new RealNetworkBuilder(new SystemFooting());
  }

  @Override
  public Network shared() {
    return Shared.NETWORK;
  }

  /// Made at first use. Its threads are daemons, and Netty starts each with its first task.
  private static final class Shared {
    static final Network NETWORK = new RealNetworkBuilder(new SystemFooting()).shared();
  }
}
