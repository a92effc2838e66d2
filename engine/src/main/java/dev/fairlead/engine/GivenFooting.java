package dev.fairlead.engine;

import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.Transport;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What the maker of the network gives: a simulated world, as a rule.
record GivenFooting(Environment given, Transport transport) implements Footing {
  @Override
  public Environment environment(Optional<Executor> handlers) {
    return new Environment(
        given.ticker(),
        given.wallClock(),
        given.random(),
        handlers.orElse(given.handlers()),
        given.blocking(),
        given.virtualThreads(),
        given.loopThreads(),
        given.waiter());
  }

  @Override
  public Transport transport(String name, Environment environment) {
    if (!name.isEmpty() && !name.equals(transport.name())) {
      throw new IllegalArgumentException(
          "this network has the transport " + transport.name() + " and no other, not " + name);
    }
    return transport;
  }
}
