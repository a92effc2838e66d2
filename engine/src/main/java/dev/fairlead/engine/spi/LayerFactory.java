package dev.fairlead.engine.spi;

import dev.fairlead.Setting;
import java.util.List;

/// Makes one layer for each attempt. Used on event loops: does not block.
public interface LayerFactory {
  /// What became of the wishes of this layer.
  List<Setting> settings();

  /// What does the work, for the report: `BoringSSL`; empty when it is the engine itself.
  String engine();

  /// Why not a better one; empty when it is the best.
  String engineReason();

  /// How long the layer may take to get ready; 0 for no limit of its own.
  long readyLimitNanos();

  /// Whether its layer belongs right on the transport, beneath all others, wherever it stands in
  /// the description.
  default boolean standsOnTransport() {
    return false;
  }

  /// A layer with a state of its own.
  Layer create();
}
