package dev.fairlead;

import java.util.List;
import java.util.Optional;

/// For whom a framer works.
///
/// @param endpoint the peer
/// @param server whether this side took the connection
/// @param facts what the layers below found out
public record FramerSite(Endpoint endpoint, boolean server, List<Facts> facts) {
  public FramerSite {
    facts = List.copyOf(facts);
  }

  /// Facts of one protocol below: [TlsFacts], [TcpFacts].
  public <F extends Facts> Optional<F> facts(Class<F> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
