package dev.fairlead.engine.transport;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a native library is not there, and what to do about it.
final class NativeObstacle {
  private NativeObstacle() {}

  /// One clause.
  ///
  /// @param transport `epoll`, `kqueue`
  static String of(String transport, @Nullable Throwable cause) {
    Throwable deepest = cause;
    while (deepest != null && deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String told =
        deepest == null
            ? "it is not available"
            : String.valueOf(deepest.getMessage()).lines().findFirst().orElse("").strip();
    boolean missing = told.contains("netty_transport_native") || told.contains("Could not find");
    return missing ? "its native library was not found; " + advice(transport) : told;
  }

  private static String advice(String transport) {
    String platform = platform(transport);
    String artifact = "netty-transport-native-" + transport + ":" + platform.replace('.', '-');
    // A native jar is a module that nobody requires, so the module path leaves it out silently.
    return NativeObstacle.class.getModule().isNamed()
        ? "put io.netty:"
            + artifact
            + " on the module path and add --add-modules io.netty.transport."
            + transport
            + "."
            + platform
        : "add io.netty:" + artifact + " to the class path";
  }

  private static String platform(String transport) {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String arch = machine.equals("aarch64") || machine.equals("arm64") ? "aarch_64" : "x86_64";
    return (transport.equals("kqueue") ? "osx." : "linux.") + arch;
  }
}
