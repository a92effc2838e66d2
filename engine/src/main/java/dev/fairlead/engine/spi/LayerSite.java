package dev.fairlead.engine.spi;

import dev.fairlead.Endpoint;

/// For whom layers are made.
///
/// @param network the network's parts
/// @param caches what the connections of the context share
/// @param server whether this side listens
/// @param endpoint where the connection goes, or where the listener listens
public record LayerSite(NetworkSite network, Caches caches, boolean server, Endpoint endpoint) {}
