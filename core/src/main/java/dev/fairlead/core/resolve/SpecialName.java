package dev.fairlead.core.resolve;

import java.util.Optional;

/// Names that are never sent to a name server.
public enum SpecialName {
  /// RFC 6761 §6.3: `localhost` and everything below it is the loopback address, whatever anybody
  /// says.
  LOCALHOST("localhost", "is this machine's loopback address"),
  /// RFC 6761 §6.4: never exists.
  INVALID("invalid", "names under .invalid never exist (RFC 6761)"),
  /// RFC 6762 §3: asked by multicast only. Asking a unicast server would tell it about the
  /// neighbours.
  LOCAL(
      "local", "names under .local are asked by multicast DNS, never of a name server (RFC 6762)"),
  /// RFC 7686 §2: an application that does not speak to Tor must not look it up.
  ONION("onion", "names under .onion exist only inside Tor (RFC 7686)");

  private final String domain;
  private final String why;

  SpecialName(String domain, String why) {
    this.domain = domain;
    this.why = why;
  }

  /// Says to a person why the name was not asked for.
  public String why() {
    return why;
  }

  public static Optional<SpecialName> of(String name) {
    for (SpecialName special : values()) {
      if (DomainName.isWithin(name, special.domain)) {
        return Optional.of(special);
      }
    }
    return Optional.empty();
  }
}
