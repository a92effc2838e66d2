package dev.fairlead.engine;

import dev.fairlead.engine.interfaces.InterfaceSources;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.transport.Transports;
import java.util.Optional;
import java.util.concurrent.Executor;

/// This machine.
final class SystemFooting implements Footing {
  @Override
  public Environment environment(Optional<Executor> handlers) {
    return SystemEnvironment.of(handlers);
  }

  @Override
  public Transport transport(String name, Environment environment) {
    return Transports.choose(name, InterfaceSources.choose(environment));
  }
}
