package dev.fairlead.core.connect;

import dev.fairlead.Endpoint;
import dev.fairlead.core.resolve.DnsRecord;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/// How inputs and effects are written in transcripts: short, and without asking any system for a
/// name.
final class Texts {

  private Texts() {}

  /// Milliseconds with as many decimals as the value has.
  static String millis(long nanos) {
    return nanos % 1_000_000 == 0
        ? Long.toString(nanos / 1_000_000)
        : Double.toString(nanos / 1_000_000.0);
  }

  /// An address with its port, IPv6 in brackets.
  static String of(InetAddress address, int port) {
    return address instanceof Inet6Address
        ? "[" + of(address) + "]:" + port
        : of(address) + ":" + port;
  }

  /// An address; IPv6 in the short form of RFC 5952.
  static String of(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return Endpoint.text(address);
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int start = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder(40);
    for (int i = 0; i < 8; i++) {
      // RFC 5952 §4.2.2: a single group of zeros is not shortened.
      if (length > 1 && i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return six.getScopeId() == 0 ? text.toString() : text + "%" + six.getScopeId();
  }

  /// Records, the short way.
  static String of(List<DnsRecord> records) {
    return records.stream().map(Texts::of).collect(Collectors.joining(", "));
  }

  private static String of(DnsRecord record) {
    return switch (record) {
      case DnsRecord.Address it -> of(it.address());
      case DnsRecord.Alias it -> it.name() + " is " + it.target();
      case DnsRecord.Service it -> it.priority() + " " + it.target();
      case DnsRecord.Other it -> it.type() + " " + it.text();
    };
  }
}
