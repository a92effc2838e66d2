package dev.fairlead.testkit.conditioner;

import dev.fairlead.engine.spi.Ticker;
import dev.fairlead.testkit.link.Impairment;

/// What the conditioner of one channel consists of.
///
/// @param outgoing the way to the peer
/// @param incoming the way from the peer
/// @param ticker what time it is
record Parts(Impairment outgoing, Impairment incoming, Ticker ticker) {
  <T> StreamWay<T> outgoingWay() {
    return new StreamWay<>(outgoing, delayNanos(incoming));
  }

  <T> StreamWay<T> incomingWay() {
    return new StreamWay<>(incoming, delayNanos(outgoing));
  }

  private static long delayNanos(Impairment way) {
    return way.way().timing().delay().toNanos();
  }
}
