package dev.fairlead.engine;

import dev.fairlead.Preferences;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.NetworkSite;
import io.netty.channel.EventLoopGroup;

/// What connections and listeners of one network use together.
///
/// @param site environment, transport, resolver
/// @param loops the event loops
/// @param connector makes carriers
/// @param stacks makes layers ready
/// @param paths the state of this machine's network
/// @param contexts the caches of each context
/// @param openings what must end when the network is closed
record NetworkParts(
    NetworkSite site,
    EventLoopGroup loops,
    Connector connector,
    StackBuilder stacks,
    RealPaths paths,
    Contexts contexts,
    Openings openings) {
  /// The caches that a connection with these preferences uses.
  Caches caches(Preferences preferences) {
    return contexts.of(preferences);
  }
}
