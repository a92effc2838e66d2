package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where `listen` listens, as the words of the command line say it.
///
/// @param port the port for every address; not used when there are addresses
/// @param addresses addresses or paths; empty for every address of this machine
record ListenPlace(int port, List<Endpoint> addresses) {
  static ListenPlace parse(List<String> words, @Nullable Path unix) {
    try {
      if (unix != null) {
        if (!words.isEmpty()) {
          throw new Usage("--unix needs no address and no port");
        }
        return new ListenPlace(0, List.of(Endpoint.unix(unix)));
      }
      return switch (words.size()) {
        case 0 -> throw new Usage("on which port? Write \"fairlead listen PORT\", 0 for any");
        case 1 -> one(words.getFirst());
        default -> at(words.getFirst(), Target.port(words.getLast()));
      };
    } catch (IllegalArgumentException e) {
      throw new Usage(String.valueOf(e.getMessage()));
    }
  }

  private static ListenPlace one(String word) {
    if (word.startsWith("unix:")) {
      return new ListenPlace(0, List.of(Endpoint.parse(word)));
    }
    int colon = word.lastIndexOf(':');
    if (colon >= 0) {
      return at(word.substring(0, colon), Target.port(word.substring(colon + 1)));
    }
    int port = Target.port(word);
    if (port < 0 || port > 65535) {
      throw new Usage("port " + port + " is not between 0 and 65535");
    }
    return new ListenPlace(port, List.of());
  }

  private static ListenPlace at(String host, int port) {
    if (host.equals("localhost")) {
      InetAddress ipv4 = InetAddress.ofLiteral("127.0.0.1");
      return new ListenPlace(port, List.of(Endpoint.of(ipv4, port)));
    }
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      return new ListenPlace(port, List.of(Endpoint.of(InetAddress.ofLiteral(bare), port)));
    } catch (IllegalArgumentException e) {
      throw new Usage("\"" + host + "\" is not an address of this machine: " + e.getMessage());
    }
  }
}
