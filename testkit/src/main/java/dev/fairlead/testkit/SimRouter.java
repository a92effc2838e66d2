package dev.fairlead.testkit;

import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Router;
import dev.fairlead.testkit.net.Translation;

/// Passes packets on between its links. Routers know of each other's networks at once; who is asked
/// for one that nobody knows answers with an error of ICMP.
public final class SimRouter implements Attachable {
  private final Router router;

  SimRouter(Router router) {
    this.router = router;
  }

  @Override
  public String name() {
    return router.name();
  }

  Port addPort() {
    return router.addPort("port" + (router.ports().size() + 1));
  }

  Port firstPort() {
    return router.ports().getFirst();
  }

  Port lastPort() {
    return router.ports().getLast();
  }

  void translate(Translation how) {
    router.translate(how);
  }

  @Override
  public String toString() {
    return name();
  }
}
