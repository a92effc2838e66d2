package dev.fairlead.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/// Two addresses of this machine: one for trouble, which is told first, and one where all is well.
///
/// @param ipv6First whether plain Java must be told to take IPv6 first, so that it too meets the
/// trouble first
record Place(InetAddress troubled, InetAddress healthy, boolean ipv6First) {
  /// Linux has all of 127.0.0.0/8. Elsewhere the two families of loopback must do.
  static Place find() {
    InetAddress second = InetAddress.ofLiteral("127.0.0.2");
    InetAddress third = InetAddress.ofLiteral("127.0.0.3");
    if (isOurs(second) && isOurs(third)) {
      return new Place(second, third, false);
    }
    return new Place(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1"), true);
  }

  private static boolean isOurs(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException notOurs) {
      return false;
    }
  }

  List<InetAddress> both() {
    return List.of(troubled, healthy);
  }
}
