package dev.fairlead.engine;

import dev.fairlead.engine.spi.Carrier;

/// Who learns how a round went; told once.
interface RoundListener {
  /// The whole stack of one attempt is ready; the carrier belongs to the listener now. Nothing is
  /// read from it before the listener asks its channel to read.
  void won(Carrier carrier);

  /// Nothing is left to try.
  void lost(RoundLoss loss);
}
