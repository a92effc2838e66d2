package dev.fairlead.testkit.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// The well-known prefix `64:ff9b::/96` (RFC 6052 §2.1).
public final class Nat64Prefix {
  private static final byte[] PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b};
  private static final int LENGTH = 12;

  private Nat64Prefix() {}

  /// The IPv6 address that stands for an IPv4 address.
  public static InetAddress of(Inet4Address address) {
    byte[] bytes = new byte[16];
    System.arraycopy(PREFIX, 0, bytes, 0, PREFIX.length);
    System.arraycopy(address.getAddress(), 0, bytes, LENGTH, 4);
    return address(bytes);
  }

  /// Whether the address stands for an IPv4 address.
  public static boolean has(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16
        && Arrays.equals(Arrays.copyOf(bytes, LENGTH), Arrays.copyOf(PREFIX, LENGTH));
  }

  /// The IPv4 address that it stands for.
  public static Inet4Address embedded(InetAddress address) {
    return ipv4(Arrays.copyOfRange(address.getAddress(), LENGTH, 16));
  }

  /// An IPv4 address of its four bytes.
  public static Inet4Address ipv4(byte[] bytes) {
    return (Inet4Address) address(bytes);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
