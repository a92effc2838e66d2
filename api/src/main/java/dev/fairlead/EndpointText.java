package dev.fairlead;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Endpoints as text, both ways, without ever asking a resolver.
final class EndpointText {
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "ws", 80, "https", 443, "wss", 443, "tls", 443);
  private static final int NAME_LENGTH_MAX = 253;

  private EndpointText() {}

  static Endpoint parse(String text) {
    if (text.startsWith("unix:")) {
      return new Endpoint.Unix(Path.of(text.substring("unix:".length())));
    }
    if (text.contains("://")) {
      return Endpoint.url(text);
    }
    int colon = text.lastIndexOf(':');
    boolean bareIpv6 = text.indexOf(':') != colon && !text.startsWith("[");
    if (colon < 0 || bareIpv6 || text.endsWith("]")) {
      throw new IllegalArgumentException(
          "expected HOST:PORT, [IPV6]:PORT, unix:PATH or a URL, not \"" + text + "\"");
    }
    return Endpoint.of(text.substring(0, colon), portNumber(text.substring(colon + 1)));
  }

  private static int portNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a port number", e);
    }
  }

  /// The address that `host` spells, or null when it is a name.
  static @Nullable InetAddress literal(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (bare.isEmpty() || (bare.indexOf(':') < 0 && !Character.isDigit(bare.charAt(0)))) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(bare);
      // Old forms such as "127.1" are names here: what looks like a number must not surprise.
      return bare.indexOf(':') >= 0 || bare.chars().filter(c -> c == '.').count() == 3
          ? address
          : null;
    } catch (IllegalArgumentException notALiteral) {
      if (bare.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "\"" + host + "\" is neither a name nor an IPv6 address of this machine's interfaces",
            notALiteral);
      }
      return null;
    }
  }

  static void checkName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the host name is empty");
    }
    if (name.length() > NAME_LENGTH_MAX + 1) {
      throw new IllegalArgumentException("the host name is longer than 253 characters");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == 0x7f || ":/[]@%\\".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "the host name \"" + name.strip() + "\" holds a character that no name has");
      }
    }
  }

  static void checkPort(int port, int least) {
    if (port < least || port > 65535) {
      throw new IllegalArgumentException(
          "port " + port + " is not between " + least + " and 65535");
    }
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    String scheme =
        uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(java.util.Locale.ROOT);
    Integer port = PORTS.get(scheme);
    if (port == null) {
      throw new IllegalArgumentException("the URL names no port: " + uri);
    }
    return port;
  }

  /// The address as it stands before a port: IPv6 in brackets, the scope by its name.
  static String bracketed(InetAddress address) {
    String text = canonical(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  static String canonical(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? compressed(text) : text;
  }

  /// RFC 5952 §4.2: the longest run of two or more zero groups becomes "::".
  static String compressed(String full) {
    int percent = full.indexOf('%');
    String scope = percent < 0 ? "" : full.substring(percent);
    String[] groups = (percent < 0 ? full : full.substring(0, percent)).split(":", -1);
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int j = i;
      while (j < groups.length && groups[j].equals("0")) {
        j++;
      }
      if (j - i > bestLength) {
        bestStart = i;
        bestLength = j - i;
      }
    }
    if (bestStart < 0) {
      return full;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (text.length() > 0 && !text.toString().endsWith(":")) {
        text.append(':');
      }
      text.append(groups[i]);
    }
    return text.append(scope).toString();
  }
}
