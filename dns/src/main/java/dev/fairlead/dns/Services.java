package dev.fairlead.dns;

import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.Transport;

/// What this module uses of its network: time, chance and threads from one, sockets from the other.
record Services(Environment environment, Transport transport) {
  long now() {
    return environment.ticker().nanos();
  }
}
