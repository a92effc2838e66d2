package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.InterfaceType;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.Tcp;
import java.time.Duration;

/// Where traffic may run, and what is known about it.
final class PreferencesAndPaths {
  /// @param args host and port of a server
  static void main(String... args) {
    var network = Network.shared();
    var wired =
        Preferences.defaults()
            .prohibit(InterfaceType.CELLULAR)
            .prohibitExpensive()
            .deadline(Duration.ofSeconds(10));
    try (var _ = network.paths().onChange(path -> IO.println("network " + path))) {
      var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
      try (var connection = network.connect(endpoint, Tcp.defaults(), wired)) {
        connection.path().ifPresent(path -> IO.println("connected over " + path));
        connection.establishment().settings().forEach(IO::println); // nothing is silent
      }
    }
  }
}
