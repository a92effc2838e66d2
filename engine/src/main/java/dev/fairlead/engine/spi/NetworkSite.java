package dev.fairlead.engine.spi;

import dev.fairlead.Resolver;

/// What a part of one network may use.
///
/// @param environment time, chance, threads, waiting
/// @param transport sockets
/// @param establish opens carriers of its own
/// @param resolver who is asked for names
/// @param tlsEngine the engine that the builder named, or empty
public record NetworkSite(
    Environment environment,
    Transport transport,
    Establish establish,
    Resolver resolver,
    String tlsEngine) {}
