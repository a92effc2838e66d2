package dev.fairlead.engine.spi;

/// A clock that only moves forward, for measuring and for deadlines.
@FunctionalInterface
public interface Ticker {
  /// Nanoseconds since some fixed moment.
  long nanos();
}
