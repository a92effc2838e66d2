package dev.fairlead.core.connect;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The default policy table of RFC 6724 §2.1, and the scopes of §3.1 and §3.2.
///
/// @param bits how many leading bits of `start` an address must share
/// @param precedence higher ones are preferred as destinations
/// @param label source and destination should have the same one
record PolicyTable(byte[] start, int bits, int precedence, int label) {

  /// The widest scope, see [#scope(InetAddress)].
  static final int GLOBAL = 14;

  private static final int LINK_LOCAL = 2;
  private static final int SITE_LOCAL = 5;

  /// RFC 6724 §2.1, longest prefix first so that the first that fits is the right one.
  private static final PolicyTable[] ROWS = {
    row(128, 50, 0, 0, 0, 0, 0, 0, 0, 0, 1), // ::1/128
    row(96, 35, 4, 0, 0, 0, 0, 0, 0xffff, 0, 0), // ::ffff:0:0/96
    row(96, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0), // ::/96
    row(32, 5, 5, 0x2001, 0, 0, 0, 0, 0, 0, 0), // 2001::/32, Teredo
    row(16, 30, 2, 0x2002, 0, 0, 0, 0, 0, 0, 0), // 2002::/16, 6to4
    row(16, 1, 12, 0x3ffe, 0, 0, 0, 0, 0, 0, 0), // 3ffe::/16, the old test network
    row(10, 1, 11, 0xfec0, 0, 0, 0, 0, 0, 0, 0), // fec0::/10, site-local
    row(7, 3, 13, 0xfc00, 0, 0, 0, 0, 0, 0, 0), // fc00::/7, unique local
    row(0, 40, 1, 0, 0, 0, 0, 0, 0, 0, 0), // ::/0
  };

  /// The row for an address. IPv4 addresses are looked up as IPv4-mapped ones.
  static PolicyTable of(InetAddress address) {
    byte[] bytes = sixteen(address);
    for (PolicyTable row : ROWS) {
      if (commonBits(bytes, row.start) >= row.bits) {
        return row;
      }
    }
    throw new AssertionError("the last row takes every address");
  }

  /// The scope of an address as a number: small for link-local, [#GLOBAL] for the widest.
  static int scope(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    if (address instanceof Inet4Address) {
      // RFC 6724 §3.2: loopback and auto-configured addresses are link-local, all others global.
      boolean local = first == 127 || first == 169 && (bytes[1] & 0xff) == 254;
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

  /// How many leading bits two addresses share.
  static int commonBits(byte[] one, byte[] other) {
    for (int i = 0; i < one.length; i++) {
      int different = (one[i] ^ other[i]) & 0xff;
      if (different != 0) {
        return 8 * i + Integer.numberOfLeadingZeros(different) - 24;
      }
    }
    return 8 * one.length;
  }

  private static byte[] sixteen(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  private static PolicyTable row(int bits, int precedence, int label, int... groups) {
    byte[] start = new byte[16];
    for (int i = 0; i < 8; i++) {
      start[2 * i] = (byte) (groups[i] >> 8);
      start[2 * i + 1] = (byte) groups[i];
    }
    return new PolicyTable(start, bits, precedence, label);
  }
}
