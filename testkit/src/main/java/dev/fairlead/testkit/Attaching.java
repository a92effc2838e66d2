package dev.fairlead.testkit;

import dev.fairlead.InterfaceType;
import dev.fairlead.testkit.net.Port;

/// Finds the interface by which somebody is attached.
final class Attaching {
  private Attaching() {}

  static Port port(Attachable who) {
    return switch (who) {
      case SimHost host -> free(host);
      case SimRouter router -> router.addPort();
      case SimInterface given -> {
        if (given.port().medium() != null) {
          throw new IllegalArgumentException(given + " is attached already");
        }
        yield given.port();
      }
    };
  }

  /// The next `eth0`, `eth1`.
  private static Port free(SimHost host) {
    int number = 0;
    while (true) {
      String name = "eth" + number++;
      boolean known = host.interfaces().stream().anyMatch(it -> it.name().equals(name));
      if (!known) {
        return host.networkInterface(name, InterfaceType.WIRED).port();
      }
    }
  }
}
