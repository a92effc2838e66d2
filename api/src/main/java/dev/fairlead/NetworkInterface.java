package dev.fairlead;

import java.net.InetAddress;
import java.util.List;

/// One interface of this machine as it was when the snapshot was taken.
///
/// @param name the system's name (`eth0`, `en0`); for people, not for guessing meaning from it
/// @param index the system's index, or 0 when it has none
/// @param type what kind of link it is, [InterfaceType#OTHER] when the platform does not tell
/// @param up whether it is up and has a carrier
/// @param addresses its addresses, IPv4 and IPv6
/// @param mtu the largest packet in bytes, or 0 when not known
public record NetworkInterface(
    String name, int index, InterfaceType type, boolean up, List<InetAddress> addresses, int mtu) {
  public NetworkInterface {
    addresses = List.copyOf(addresses);
  }

  @Override
  public String toString() {
    return name
        + " ("
        + type.name().toLowerCase(java.util.Locale.ROOT)
        + (up ? "" : ", down")
        + ")";
  }
}
