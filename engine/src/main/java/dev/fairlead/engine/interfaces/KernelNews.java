package dev.fairlead.engine.interfaces;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The kernel's messages about links, addresses and routes, as they come.
interface KernelNews extends AutoCloseable {
  /// Waits for messages; null when it was stopped. An empty buffer says that some were dropped.
  @Nullable ByteBuffer receive() throws IOException;

  /// Takes what waits already, without waiting.
  ///
  /// @return whether there was anything
  boolean drain() throws IOException;

  /// Makes [#receive()] return null, now or at its next call; from any thread.
  void stop() throws IOException;

  @Override
  void close();

  /// Begins to listen.
  @FunctionalInterface
  interface Beginning {
    /// Opens the way on which they come.
    ///
    /// @param groups the changes to hear of, as bits
    KernelNews listen(int groups) throws IOException;
  }
}
