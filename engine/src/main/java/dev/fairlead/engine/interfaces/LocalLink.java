package dev.fairlead.engine.interfaces;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// Says which peers are on a link of this machine. Asked anew for each peer, since networks change.
public final class LocalLink {
  private LocalLink() {}

  /// Whether `peer` is this machine itself or shares a link with it.
  public static boolean holds(InetAddress peer) {
    if (peer.isLoopbackAddress() || peer.isLinkLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.networkInterfaces()
          .map(NetworkInterface::getInterfaceAddresses)
          .flatMap(List::stream)
          .anyMatch(own -> sharesPrefix(own, peer.getAddress()));
    } catch (SocketException unknown) {
      // Nothing is known of the links: whoever asked for local peers only does not get others.
      return false;
    }
  }

  private static boolean sharesPrefix(InterfaceAddress own, byte[] peer) {
    byte[] ours = own.getAddress().getAddress();
    int bits = own.getNetworkPrefixLength();
    if (ours.length != peer.length || bits <= 0) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i & 7);
      if ((ours[i >> 3] & mask) != (peer[i >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }
}
