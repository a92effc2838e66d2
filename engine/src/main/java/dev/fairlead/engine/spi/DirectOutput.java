package dev.fairlead.engine.spi;

import java.nio.ByteBuffer;

/// A way to a channel's socket beside its loop: spares the thread that sends a wake-up of the loop
/// when nothing else waits to be written.
///
/// Whoever uses it makes sure that nothing is or will be written to the channel meanwhile.
@FunctionalInterface
public interface DirectOutput {
  /// Writes what the system takes at once of a direct buffer, whose position stays.
  ///
  /// @return how many bytes; 0 when it takes none, or when only the loop can tell why
  int write(ByteBuffer content);
}
