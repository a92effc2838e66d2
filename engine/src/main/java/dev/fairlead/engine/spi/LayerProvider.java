package dev.fairlead.engine.spi;

import dev.fairlead.Stack;

/// Makes the layers of one protocol. Found with [java.util.ServiceLoader].
public interface LayerProvider {
  /// Whether it knows this description.
  boolean makes(Stack<?> description);

  /// Makes ready what all attempts of a connection, or all connections of a listener, share: reads
  /// files, picks an engine. May block; never runs on a loop.
  ///
  /// @throws LayerFailure when an option cannot be had
  LayerFactory prepare(Stack<?> description, LayerSite site) throws LayerFailure;
}
