package dev.fairlead.testkit;

import dev.fairlead.testkit.net.Port;
import dev.fairlead.testkit.net.Subnet;
import java.util.ArrayList;
import java.util.List;

/// Which addresses links and hosts have when nobody says otherwise. The n-th link or local network
/// of a world has `198.18.n.0/24` (RFC 2544's range for tests) and `2001:db8:0:n::/64` (RFC 3849);
/// those on it are numbered from 1 in the order in which they join.
final class AddressPlan {
  private static final int NETWORKS_MAX = 512;
  private static final int PRIVATE_MAX = 256;

  private int networks;
  private int privates;

  /// The addresses of one network.
  static final class Numbering {
    private final List<Subnet> networks;
    private int given;

    private Numbering(List<Subnet> networks) {
      this.networks = networks;
    }

    void number(Port port) {
      given++;
      for (Subnet each : networks) {
        port.add(new Subnet(each.host(given), each.length()));
      }
    }

    void forget(Port port) {
      List<Subnet> all = new ArrayList<>(port.addresses());
      for (Subnet each : all) {
        if (networks.stream().anyMatch(it -> it.contains(each.address()))) {
          port.remove(each.address());
        }
      }
    }
  }

  /// A network that all the world may reach.
  Numbering open() {
    int number = ++networks;
    if (number >= NETWORKS_MAX) {
      throw new IllegalStateException("a world has fewer than " + NETWORKS_MAX + " links");
    }
    return new Numbering(
        List.of(
            Subnet.parse("198." + (18 + number / 256) + "." + number % 256 + ".0/24"),
            ipv6(number)));
  }

  /// A network behind a NAT: `192.168.n.0/24`, and no IPv6.
  Numbering closed() {
    int number = ++privates;
    if (number >= PRIVATE_MAX) {
      throw new IllegalStateException("a world has fewer than " + PRIVATE_MAX + " NATs");
    }
    return new Numbering(List.of(Subnet.parse("192.168." + number + ".0/24")));
  }

  /// A network without IPv4.
  Numbering onlyIpv6() {
    return new Numbering(List.of(ipv6(++networks)));
  }

  private static Subnet ipv6(int number) {
    return Subnet.parse("2001:db8:0:" + Integer.toHexString(number) + "::/64");
  }
}
