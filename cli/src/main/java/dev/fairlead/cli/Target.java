package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where `connect` goes, as the words of the command line say it.
///
/// @param endpoint a host, an address or a Unix socket
/// @param tls whether the words ask for TLS, as `https://` does
record Target(Endpoint endpoint, boolean tls) {
  private static final Set<String> TLS_SCHEMES = Set.of("tls", "https", "wss");
  private static final Set<String> PLAIN_SCHEMES = Set.of("tcp", "http", "ws");

  /// `HOST PORT`, `HOST:PORT`, `[IPV6]:PORT`, `unix:PATH`, `tls://HOST:PORT`, `https://HOST/…`.
  static Target parse(List<String> words) {
    try {
      return switch (words.size()) {
        case 1 -> one(words.getFirst());
        case 2 -> new Target(Endpoint.of(words.getFirst(), port(words.getLast())), false);
        default -> throw new Usage("expected HOST PORT, HOST:PORT or a URL, not " + words);
      };
    } catch (IllegalArgumentException e) {
      throw new Usage(String.valueOf(e.getMessage()));
    }
  }

  private static Target one(String word) {
    int scheme = word.indexOf("://");
    if (scheme < 0) {
      if (word.indexOf(':') < 0 && !word.startsWith("unix:")) {
        throw new Usage("to which port? Write \"" + word + " PORT\" or \"" + word + ":PORT\"");
      }
      return new Target(Endpoint.parse(word), false);
    }
    String name = word.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!TLS_SCHEMES.contains(name) && !PLAIN_SCHEMES.contains(name)) {
      throw new Usage(
          "the scheme " + name + ":// is not known; tls://HOST:PORT and tcp://HOST:PORT are");
    }
    Endpoint endpoint = Endpoint.url(word);
    if (endpoint instanceof Endpoint.Url url) {
      endpoint = url.authority();
    }
    return new Target(endpoint, TLS_SCHEMES.contains(name));
  }

  /// A port as a number.
  static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new Usage("\"" + text + "\" is not a port number");
    }
  }
}
