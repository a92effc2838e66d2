package dev.fairlead.engine;

import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.Transport;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What a network stands on: this machine, or what somebody gives in its place.
interface Footing {
  /// Time, chance and threads.
  ///
  /// @param handlers where handlers run, empty for the footing's own choice
  Environment environment(Optional<Executor> handlers);

  /// Sockets.
  ///
  /// @param name the transport that the builder named, or empty
  Transport transport(String name, Environment environment);
}
