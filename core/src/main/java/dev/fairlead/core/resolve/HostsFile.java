package dev.fairlead.core.resolve;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `/etc/hosts` says, or a test's table of names. A name that stands on several lines has all
/// their addresses, in the order of the file.
public record HostsFile(Map<String, List<AddressLiteral>> names) {
  /// Some people block advertisements with huge hosts files; beyond this the rest is passed over.
  static final int NAMES_MAX = 200_000;

  static final int ADDRESSES_PER_NAME_MAX = 64;

  public HostsFile {
    names = Map.copyOf(names);
  }

  /// Reads the text of a hosts file; lines that are not understood are passed over.
  public static HostsFile parse(String text) {
    Map<String, List<AddressLiteral>> names = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
      AddressLiteral address = words.length > 1 ? AddressLiteral.parse(words[0]) : null;
      if (address != null) {
        for (int i = 1; i < words.length && names.size() < NAMES_MAX; i++) {
          add(names, words[i], address);
        }
      }
    }
    return new HostsFile(names);
  }

  private static void add(
      Map<String, List<AddressLiteral>> names, String name, AddressLiteral address) {
    List<AddressLiteral> known =
        names.computeIfAbsent(DomainName.canonical(name), n -> new ArrayList<>(1));
    if (known.size() < ADDRESSES_PER_NAME_MAX && !known.contains(address)) {
      known.add(address);
    }
  }

  /// Whether the file has the name at all: then the question goes no further, whatever its type.
  public boolean has(String name) {
    return names.containsKey(DomainName.canonical(name));
  }

  /// The name's addresses of the family that `type` asks for; empty for every type that is no
  /// address.
  public List<AddressLiteral> addresses(String name, RecordType type) {
    List<AddressLiteral> all = names.getOrDefault(DomainName.canonical(name), List.of());
    return switch (type) {
      case A -> all.stream().filter(a -> isIpv4(a.address())).toList();
      case AAAA -> all.stream().filter(a -> !isIpv4(a.address())).toList();
      default -> List.of();
    };
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
