package dev.fairlead.core.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An address written as text, with the zone of a scoped IPv6 address (`fe80::1%eth0`) kept as it
/// was written: only the shell can say which interface that is.
public record AddressLiteral(InetAddress address, @Nullable String zone) {
  private static final int IPV6_CHARACTERS_MAX = 45;
  private static final int ZONE_CHARACTERS_MAX = 32;

  /// The literal that `text` is, or null when it is none (and so may be a name). Brackets around
  /// IPv6 are accepted.
  public static @Nullable AddressLiteral parse(String text) {
    byte[] four = ipv4(text);
    if (four != null) {
      return new AddressLiteral(of(four), null);
    }
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int percent = bare.indexOf('%');
    String digits = percent < 0 ? bare : bare.substring(0, percent);
    String zone = percent < 0 ? null : bare.substring(percent + 1);
    if (!looksLikeIpv6(digits) || (zone != null && !isZone(zone))) {
      return null;
    }
    try {
      return new AddressLiteral(InetAddress.ofLiteral(digits), zone);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  /// Four decimal numbers and nothing else. The short, octal and hexadecimal forms that C libraries
  /// take (`127.1`, `0x7f.1`) are refused: they are read differently by different programs, which
  /// attackers use to pass filters.
  static byte @Nullable [] ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = octet(parts[i]);
      if (value < 0) {
        return null;
      }
      octets[i] = (byte) value;
    }
    return octets;
  }

  private static int octet(String part) {
    boolean digits =
        !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (part.length() > 1 && part.charAt(0) == '0')) {
      return -1;
    }
    int value = Integer.parseInt(part);
    return value <= 255 ? value : -1;
  }

  private static boolean looksLikeIpv6(String digits) {
    return digits.indexOf(':') >= 0
        && digits.length() <= IPV6_CHARACTERS_MAX
        && digits.chars().allMatch(c -> "0123456789abcdefABCDEF:.".indexOf(c) >= 0);
  }

  private static boolean isZone(String zone) {
    return !zone.isEmpty()
        && zone.length() <= ZONE_CHARACTERS_MAX
        && zone.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '%' || c == ']');
  }

  private static InetAddress of(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException impossible) {
      throw new AssertionError("four octets are always an address", impossible);
    }
  }
}
