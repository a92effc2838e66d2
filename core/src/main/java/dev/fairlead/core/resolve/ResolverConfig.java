package dev.fairlead.core.resolve;

import java.util.ArrayList;
import java.util.List;

/// What `resolv.conf` says: servers, search list and options. Later lines win for `search` and
/// `domain`, as in the C library; what is not understood is passed over, for a resolver must not
/// fail on a file that others can read.
public record ResolverConfig(List<AddressLiteral> servers, List<String> search, Options options) {
  /// glibc stops at three servers and six search names; ours are wider, and bounded all the same.
  static final int SERVERS_MAX = 8;

  static final int SEARCH_MAX = 32;

  private static final String WHITE_SPACE = "\\s+";

  /// The timings and habits asked for: seconds before an attempt is given up, rounds through the
  /// servers, whether to start with a different server each time, whether to use TCP only.
  public record Options(
      int ndots, int timeoutSeconds, int attempts, boolean rotate, boolean useTcp) {
    /// resolv.conf(5): ndots 1, timeout 5 s, two attempts.
    public static Options defaults() {
      return new Options(1, 5, 2, false, false);
    }

    Options with(String option) {
      int value = number(option);
      if (option.startsWith("ndots:")) {
        return new Options(Math.min(value, 15), timeoutSeconds, attempts, rotate, useTcp);
      }
      if (option.startsWith("timeout:")) {
        return new Options(ndots, Math.clamp(value, 1, 30), attempts, rotate, useTcp);
      }
      if (option.startsWith("attempts:")) {
        return new Options(ndots, timeoutSeconds, Math.clamp(value, 1, 5), rotate, useTcp);
      }
      return switch (option) {
        case "rotate" -> new Options(ndots, timeoutSeconds, attempts, true, useTcp);
        case "use-vc", "usevc" -> new Options(ndots, timeoutSeconds, attempts, rotate, true);
        // EDNS is always tried, so the option `edns0` has nothing to add.
        default -> this;
      };
    }

    private static int number(String option) {
      String digits = option.substring(option.indexOf(':') + 1);
      boolean plain = !digits.isEmpty() && digits.length() <= 4;
      return plain && digits.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Integer.parseInt(digits)
          : 0;
    }
  }

  public ResolverConfig {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /// No server, no search list: every name is a matter for the system.
  public static ResolverConfig empty() {
    return new ResolverConfig(List.of(), List.of(), Options.defaults());
  }

  /// Reads the text of a `resolv.conf`.
  public static ResolverConfig parse(String text) {
    List<AddressLiteral> servers = new ArrayList<>();
    List<String> search = List.of();
    Options options = Options.defaults();
    for (String line : text.lines().toList()) {
      String[] words = withoutComment(line).strip().split(WHITE_SPACE, -1);
      switch (words[0]) {
        case "nameserver" -> addServer(words, servers);
        case "search", "domain" -> search = names(words);
        case "options" -> {
          for (int i = 1; i < words.length; i++) {
            options = options.with(words[i]);
          }
        }
        default -> {}
      }
    }
    return new ResolverConfig(servers, search, options);
  }

  private static void addServer(String[] words, List<AddressLiteral> servers) {
    AddressLiteral address = words.length > 1 ? AddressLiteral.parse(words[1]) : null;
    if (address != null && servers.size() < SERVERS_MAX) {
      servers.add(address);
    }
  }

  private static List<String> names(String[] words) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i < words.length && names.size() < SEARCH_MAX; i++) {
      if (DomainName.isAskable(words[i])) {
        names.add(DomainName.withoutTrailingDot(words[i]));
      }
    }
    return names;
  }

  // resolv.conf(5): a comment starts with ; or # in the first column; many files have it further
  // right too.
  private static String withoutComment(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) != '#' && line.charAt(at) != ';') {
      at++;
    }
    return line.substring(0, at);
  }
}
