package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ServiceParameters;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Documentation addresses and records for transcripts.
final class Addresses {
  static final String V4 = "192.0.2.1";
  static final String V4_B = "192.0.2.2";
  static final String V4_C = "192.0.2.3";
  static final String V6 = "2001:db8::1";
  static final String V6_B = "2001:db8::2";
  static final String V6_C = "2001:db8::3";

  private Addresses() {}

  /// An address from its text; literals are never looked up.
  static InetAddress ip(String literal) {
    InetAddress address = InetAddress.ofLiteral(literal);
    if (!literal.contains(":") || address instanceof Inet6Address) {
      return address;
    }
    throw new IllegalArgumentException(literal + " is IPv4-mapped");
  }

  /// A link-local address with its scope.
  static InetAddress scoped(String literal, int scope) {
    try {
      return Inet6Address.getByAddress(null, ip(literal).getAddress(), scope);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static List<InetAddress> ips(String... literals) {
    return Arrays.stream(literals).map(Addresses::ip).toList();
  }

  static List<DnsRecord> records(String name, String... literals) {
    List<DnsRecord> records = new ArrayList<>();
    for (String literal : literals) {
      records.add(new DnsRecord.Address(name, ip(literal), 60));
    }
    return records;
  }

  static DnsRecord service(int priority, String target) {
    return service(priority, target, ServiceParameters.NONE);
  }

  static DnsRecord service(int priority, String target, ServiceParameters parameters) {
    return service(Transcript.HOST, priority, target, parameters);
  }

  static DnsRecord service(String name, int priority, String target, ServiceParameters parameters) {
    return new DnsRecord.Service(name, RecordType.HTTPS, priority, target, parameters, 60);
  }
}
