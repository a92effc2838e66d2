package dev.fairlead.engine.interfaces;

import java.net.InetAddress;
import java.util.HexFormat;

/// Parts of the text by which a network is told from another one.
final class Identities {
  private static final int SUBNET_BYTES = 8;

  private Identities() {}

  /// The first half of an IPv6 address.
  static String subnet(InetAddress address) {
    return HexFormat.of().formatHex(address.getAddress(), 0, SUBNET_BYTES);
  }
}
