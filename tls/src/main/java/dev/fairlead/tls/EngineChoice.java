package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.LayerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The engine that fits the options, the fastest first.
///
/// @param engine it
/// @param reason why not a faster one; empty when it is the fastest
record EngineChoice(TlsEngine engine, String reason) {

  /// Chooses.
  ///
  /// @param forced the engine that the program named, or empty
  /// @param keyAlgorithms of the identities: `EC`, `RSA`; with a `?` in front when the key cannot
  /// be
  ///     exported
  static EngineChoice of(
      TlsOptions options, boolean server, List<String> keyAlgorithms, String forced)
      throws LayerFailure {
    List<TlsEngine> engines = List.of(new BoringSsl(), new JdkTls());
    if (!forced.isEmpty()) {
      engines = engines.stream().filter(one -> one.name().equalsIgnoreCase(forced)).toList();
      if (engines.isEmpty()) {
        throw failure("there is no TLS engine \"" + forced + "\"; there are BoringSSL and JDK");
      }
    }
    List<String> reasons = new ArrayList<>();
    for (TlsEngine engine : engines) {
      Optional<String> problem =
          engine.missing().or(() -> engine.refuses(options, server, keyAlgorithms));
      if (problem.isEmpty()) {
        return new EngineChoice(engine, String.join("; ", reasons));
      }
      reasons.add(engine.name() + ": " + problem.get());
    }
    String tried = engines.stream().map(TlsEngine::name).collect(Collectors.joining(", "));
    throw failure(
        "no TLS engine (" + tried + ") can do what is asked: " + String.join("; ", reasons));
  }

  private static LayerFailure failure(String what) {
    return new LayerFailure("tls", FailureCause.OPTION, what, null);
  }
}
