package dev.fairlead.core.resolve;

import java.net.InetAddress;

/// The name under which an address is kept: `1.2.0.192.in-addr.arpa` (RFC 1035 §3.5), nibbles under
/// `ip6.arpa` (RFC 3596 §2.5).
public final class ReverseName {
  private ReverseName() {}

  public static String of(InetAddress address) {
    byte[] octets = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (octets.length == 4) {
        name.append(octet).append('.');
      } else {
        name.append(Character.forDigit(octet & 0xf, 16)).append('.');
        name.append(Character.forDigit(octet >> 4, 16)).append('.');
      }
    }
    return name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }
}
