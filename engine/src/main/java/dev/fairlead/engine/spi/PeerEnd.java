package dev.fairlead.engine.spi;

/// The peer ended its direction: a user event that travels up the pipeline once, after all content.
public enum PeerEnd {
  /// As the protocol demands.
  ORDERLY,
  /// Without the end that the protocol demands: data may be missing.
  TRUNCATED
}
