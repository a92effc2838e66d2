package dev.fairlead.engine.interfaces;

import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.InterfaceSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/// Chooses how this machine's interfaces are seen: by the kernel's own messages where that is
/// possible, else by looking.
public final class InterfaceSources {
  private static final Logger LOG = System.getLogger("dev.fairlead.interfaces");

  private InterfaceSources() {}

  /// The best source here.
  public static InterfaceSource choose(Environment environment) {
    InterfaceSource polling =
        new PollingInterfaces(environment.virtualThreads(), environment.waiter());
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    // Without the permission of the command line a native call would print a warning.
    if (linux && InterfaceSources.class.getModule().isNativeAccessEnabled()) {
      try {
        return NetlinkInterfaces.open(environment.loopThreads(), polling);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the kernel does not tell of interfaces; they are polled", e);
      }
    }
    return polling;
  }
}
