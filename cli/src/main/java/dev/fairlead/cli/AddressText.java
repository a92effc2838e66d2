package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import java.net.InetAddress;

/// An address alone, as it stands in an endpoint.
final class AddressText {
  private static final String NO_PORT = ":0";

  private AddressText() {}

  /// `192.0.2.7`, `2001:db8::1`, `fe80::1%eth0`.
  static String of(InetAddress address) {
    String text = Endpoint.of(address, 0).toString();
    String host = text.substring(0, text.length() - NO_PORT.length());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
