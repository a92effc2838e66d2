package dev.fairlead.core.connect;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A NAT64 prefix: how IPv4 addresses are written inside IPv6 addresses on this network, so that a
/// translator carries what we send there to the IPv4 world (RFC 6052).
///
/// @param prefix an address whose first `length` bits are the prefix; all others are zero
/// @param length one of 32, 40, 48, 56, 64 and 96
public record Nat64(Inet6Address prefix, int length) {

  /// The name whose addresses reveal the prefixes of a network (RFC 7050 §8.2).
  public static final String DISCOVERY_NAME = "ipv4only.arpa";

  /// RFC 6052 §2.2: the only lengths that a prefix may have. The longest is looked for first.
  private static final int[] LENGTHS = {96, 64, 56, 48, 40, 32};

  /// RFC 7050 §8.1: the addresses of [#DISCOVERY_NAME] before translation.
  private static final Set<InetAddress> WELL_KNOWN =
      Set.of(InetAddress.ofLiteral("192.0.0.170"), InetAddress.ofLiteral("192.0.0.171"));

  /// Clears the bits behind the prefix.
  ///
  /// @throws IllegalArgumentException if RFC 6052 has no prefixes of this length
  public Nat64 {
    if (Arrays.stream(LENGTHS).noneMatch(each -> each == length)) {
      throw new IllegalArgumentException("a NAT64 prefix cannot have " + length + " bits");
    }
    byte[] bytes = prefix.getAddress();
    Arrays.fill(bytes, length / 8, 16, (byte) 0);
    prefix = six(bytes);
  }

  /// Whether an IPv4 address may be written into a prefix at all.
  public static boolean isTranslatable(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    boolean linkLocal = first == 169 && (bytes[1] & 0xff) == 254;
    boolean broadcast = Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
    return first != 0 && first != 127 && !linkLocal && !broadcast;
  }

  /// The IPv6 address that stands for an IPv4 address.
  public Inet6Address embed(InetAddress ipv4) {
    byte[] bytes = prefix.getAddress();
    byte[] inner = ipv4.getAddress();
    int at = length / 8;
    for (int i = 0; i < 4; i++) {
      // RFC 6052 §2.2: bits 64 to 71 are zero, so byte 8 is left out.
      if (at == 8) {
        at++;
      }
      bytes[at++] = inner[i];
    }
    return six(bytes);
  }

  /// The IPv4 address inside an IPv6 address, or null if the address is not under this prefix.
  public @Nullable InetAddress extract(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return null;
    }
    byte[] bytes = address.getAddress();
    int common = length / 8;
    if (!Arrays.equals(bytes, 0, common, prefix.getAddress(), 0, common)) {
      return null;
    }
    byte[] inner = inner(bytes, length);
    try {
      return embed(InetAddress.getByAddress(inner)).equals(address)
          ? InetAddress.getByAddress(inner)
          : null;
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are always an address", e);
    }
  }

  /// The prefixes that the AAAA answer for [#DISCOVERY_NAME] reveals, in the order of the answer;
  /// none if the network has no NAT64.
  public static List<Nat64> discover(List<? extends InetAddress> answer) {
    Set<Nat64> found = new LinkedHashSet<>();
    for (InetAddress address : answer) {
      if (address instanceof Inet6Address six) {
        Nat64 prefix = discover(six);
        if (prefix != null) {
          found.add(prefix);
        }
      }
    }
    return List.copyOf(found);
  }

  private static @Nullable Nat64 discover(Inet6Address address) {
    for (int length : LENGTHS) {
      // RFC 7050 §3: a well-known address may by chance stand inside the prefix as well. Only at
      // its true place is everything behind it zero (RFC 6052 §2.2), which extract checks.
      Nat64 prefix = new Nat64(address, length);
      InetAddress inner = prefix.extract(address);
      if (inner != null && WELL_KNOWN.contains(inner)) {
        return prefix;
      }
    }
    return null;
  }

  private static byte[] inner(byte[] bytes, int length) {
    byte[] inner = new byte[4];
    int at = length / 8;
    for (int i = 0; i < 4; i++) {
      if (at == 8) {
        at++;
      }
      inner[i] = bytes[at++];
    }
    return inner;
  }

  private static Inet6Address six(byte[] bytes) {
    try {
      // Not InetAddress.getByAddress: that one turns IPv4-mapped addresses into IPv4.
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are always an address", e);
    }
  }

  @Override
  public String toString() {
    return Texts.of(prefix) + "/" + length;
  }
}
