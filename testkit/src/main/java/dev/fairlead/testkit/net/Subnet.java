package dev.fairlead.testkit.net;

import dev.fairlead.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// An address with the length of its network's prefix.
///
/// @param address the address of an interface, or of the network itself
/// @param length how many of its bits name the network
public record Subnet(InetAddress address, int length) {
  /// Whether the other one is in the same network.
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = other.getAddress();
    if (mine.length != its.length) {
      return false;
    }
    for (int bit = 0; bit < length; bit += 8) {
      int kept = Math.min(8, length - bit);
      int mask = 0xff << (8 - kept) & 0xff;
      if ((mine[bit / 8] & mask) != (its[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /// The address with this number in the network.
  public InetAddress host(int number) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < 4 && (bytes.length - i) * 8 > length; i++) {
      int at = bytes.length - 1 - i;
      int mask = at * 8 >= length ? 0xff : 0xff >> (length - at * 8);
      bytes[at] = (byte) (bytes[at] & ~mask | number >> 8 * i & mask);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Reads `192.0.2.1/24`; without a length an IPv4 address has 24 and an IPv6 address 64.
  public static Subnet parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int usual = address.getAddress().length == 4 ? 24 : 64;
    int length = slash < 0 ? usual : Integer.parseInt(text.substring(slash + 1));
    if (length < 0 || length > address.getAddress().length * 8) {
      throw new IllegalArgumentException(text + ": a prefix is not so long");
    }
    return new Subnet(address, length);
  }

  @Override
  public String toString() {
    return Endpoint.text(address) + "/" + length;
  }
}
