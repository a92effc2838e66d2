package dev.fairlead.core.connect;

import java.util.List;

/// What the network offers, as the shell sees it when the race begins.
///
/// A family counts when an interface has an address of it that is neither loopback nor link-local,
/// and a route that is not link-local. If neither family counts, both are asked: local names and
/// addresses still work then. (For a name that means this machine, say [#LOCAL].)
///
/// @param ipv4 whether IPv4 can be used
/// @param ipv6 whether IPv6 can be used
/// @param prefixes the NAT64 prefixes of the network, best first
/// @param discovering whether [RaceInput.PrefixesLearned] will come
public record Connectivity(boolean ipv4, boolean ipv6, List<Nat64> prefixes, boolean discovering) {

  /// Both families.
  public static final Connectivity DUAL = new Connectivity(true, true, List.of(), false);

  /// IPv4 alone.
  public static final Connectivity IPV4 = new Connectivity(true, false, List.of(), false);

  /// IPv6 alone, and no NAT64.
  public static final Connectivity IPV6 = new Connectivity(false, true, List.of(), false);

  /// What a name of this very machine has, whatever the network offers: both families.
  public static final Connectivity LOCAL = DUAL;

  /// Copies the list.
  public Connectivity {
    prefixes = List.copyOf(prefixes);
  }
}
