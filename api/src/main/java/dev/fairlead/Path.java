package dev.fairlead;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the network looks like for one set of preferences: a snapshot that never changes.
///
/// @param status whether a connection has a chance
/// @param reason why it has none, empty when it has
/// @param interfaces the usable interfaces, the preferred one first
/// @param ipv4 whether there is an IPv4 address and a route beyond the link
/// @param ipv6 whether there is an IPv6 address and a route beyond the link
/// @param dns whether a name server is known
public record Path(
    Status status,
    String reason,
    List<NetworkInterface> interfaces,
    boolean ipv4,
    boolean ipv6,
    boolean dns) {
  /// Whether a connection has a chance.
  public enum Status {
    /// There is a usable interface.
    SATISFIED,
    /// There is none; a change of the network may cure it.
    UNSATISFIED
  }

  public Path {
    interfaces = List.copyOf(interfaces);
  }

  /// The interface that traffic leaves by, if there is one.
  public Optional<NetworkInterface> preferredInterface() {
    return interfaces.stream().findFirst();
  }

  /// `satisfied (eth0, ipv4, ipv6, dns)`, or `unsatisfied (no interface is up)`.
  @Override
  public String toString() {
    if (status == Status.UNSATISFIED) {
      return "unsatisfied (" + reason + ")";
    }
    String names =
        interfaces.stream().map(NetworkInterface::name).collect(Collectors.joining(", "));
    return Stream.of(names, ipv4 ? "ipv4" : "", ipv6 ? "ipv6" : "", dns ? "dns" : "")
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", ", "satisfied (", ")"));
  }
}
