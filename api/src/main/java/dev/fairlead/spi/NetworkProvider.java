package dev.fairlead.spi;

import dev.fairlead.Network;
import java.util.ServiceLoader;

/// What stands behind [Network]: found once with [ServiceLoader].
public interface NetworkProvider {
  /// A builder of networks.
  Network.Builder builder();

  /// The one network that the process shares, made at first use; closing it does nothing.
  Network shared();

  /// The provider of this process.
  ///
  /// @throws IllegalStateException when the program has the API but no engine
  static NetworkProvider find() {
    return Found.PROVIDER;
  }

  /// Found at first use, once.
  final class Found {
    private static final NetworkProvider PROVIDER =
        ServiceLoader.load(NetworkProvider.class, NetworkProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no engine is on the class path or module path:"
                            + " add the artifact dev.fairlead:fairlead"));

    private Found() {}
  }
}
