package dev.fairlead.engine;

import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.NetworkSite;

/// The way of one connect: the path, the stack, the race. See [RealRound].
final class RealConnector implements Connector {
  private final Parts parts;

  /// What rounds use.
  record Parts(
      NetworkSite site,
      NameSource names,
      RealPaths paths,
      StackBuilder stacks,
      Contexts contexts) {}

  RealConnector(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Round begin(ConnectOrder order, RoundListener to) {
    RealRound round = new RealRound(parts, order, to);
    // Later, so that nothing is told before this method has returned.
    order.loop().execute(round::begin);
    return round;
  }
}
