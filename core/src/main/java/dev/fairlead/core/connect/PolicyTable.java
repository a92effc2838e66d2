package dev.fairlead.core.connect;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The default policy table of RFC 6724 §2.1, and the scopes of §3.1 and §3.2.
///
/// @param high the first half of the prefix
/// @param low its second half
/// @param bits how many leading bits an address must share with the prefix
/// @param precedence higher ones are preferred as destinations
/// @param label source and destination should have the same one
record PolicyTable(long high, long low, int bits, int precedence, int label) {

  /// The widest scope, see [#scope(InetAddress)].
  static final int GLOBAL = 14;

  private static final int LINK_LOCAL = 2;
  private static final int SITE_LOCAL = 5;

  /// RFC 6724 §2.1, longest prefix first so that the first that fits is the right one.
  private static final PolicyTable[] ROWS = {
    new PolicyTable(0, 1, 128, 50, 0), // ::1/128
    new PolicyTable(0, 0xffff_0000_0000L, 96, 35, 4), // ::ffff:0:0/96
    new PolicyTable(0, 0, 96, 1, 3), // ::/96
    new PolicyTable(0x2001L << 48, 0, 32, 5, 5), // 2001::/32, Teredo
    new PolicyTable(0x2002L << 48, 0, 16, 30, 2), // 2002::/16, 6to4
    new PolicyTable(0x3ffeL << 48, 0, 16, 1, 12), // 3ffe::/16, the old test network
    new PolicyTable(0xfec0L << 48, 0, 10, 1, 11), // fec0::/10, site-local
    new PolicyTable(0xfc00L << 48, 0, 7, 3, 13), // fc00::/7, unique local
    new PolicyTable(0, 0, 0, 40, 1), // ::/0
  };

  /// The row for an address. IPv4 addresses are looked up as IPv4-mapped ones.
  static PolicyTable of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean four = bytes.length == 4;
    long high = four ? 0 : half(bytes, 0);
    long low = four ? 0xffff_0000_0000L | half(bytes, 0) : half(bytes, 8);
    for (PolicyTable row : ROWS) {
      if (commonBits(high ^ row.high, low ^ row.low) >= row.bits) {
        return row;
      }
    }
    throw new AssertionError("the last row takes every address");
  }

  /// How many leading bits two IPv6 addresses share.
  static int commonBits(InetAddress one, InetAddress other) {
    byte[] a = one.getAddress();
    byte[] b = other.getAddress();
    return commonBits(half(a, 0) ^ half(b, 0), half(a, 8) ^ half(b, 8));
  }

  private static int commonBits(long differentHigh, long differentLow) {
    return differentHigh == 0
        ? 64 + Long.numberOfLeadingZeros(differentLow)
        : Long.numberOfLeadingZeros(differentHigh);
  }

  /// Up to eight bytes as a number.
  private static long half(byte[] bytes, int from) {
    long half = 0;
    for (int i = from; i < Math.min(from + 8, bytes.length); i++) {
      half = half << 8 | (bytes[i] & 0xff);
    }
    return half;
  }

  /// The scope of an address as a number: small for link-local, [#GLOBAL] for the widest.
  static int scope(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    if (address instanceof Inet4Address) {
      // RFC 6724 §3.2: loopback and auto-configured addresses are link-local, all others global.
      boolean local = first == 127 || (first == 169 && (bytes[1] & 0xff) == 254);
      return local ? LINK_LOCAL : GLOBAL;
    }
    if (address.isMulticastAddress()) {
      return bytes[1] & 0x0f;
    }
    // RFC 6724 §3.4: the loopback address counts as link-local.
    if (address.isLinkLocalAddress() || address.isLoopbackAddress()) {
      return LINK_LOCAL;
    }
    return address.isSiteLocalAddress() ? SITE_LOCAL : GLOBAL;
  }
}
