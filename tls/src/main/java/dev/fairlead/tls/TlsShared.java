package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Environment;

/// What all connections with the same options share inside one context of the network: the engine's
/// sessions, the trust and the keys.
///
/// @param choice the engine, and why
record TlsShared(
    TlsOptions options,
    EngineChoice choice,
    TlsEngine.Context context,
    TlsTrust trust,
    Attempts attempts,
    Environment environment) {

  TlsEngine engine() {
    return choice.engine();
  }
}
