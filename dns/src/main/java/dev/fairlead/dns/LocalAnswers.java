package dev.fairlead.dns;

import dev.fairlead.core.resolve.AddressLiteral;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.HostsFile;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.engine.spi.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers that need nobody: literals, loopback, tables.
final class LocalAnswers {
  /// What was found here may change at any moment, so nobody is to keep it.
  private static final long NO_TTL = 0;

  private static final InetAddress LOOPBACK4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress LOOPBACK6 = InetAddress.ofLiteral("::1");

  private LocalAnswers() {}

  /// The records of a name that is an address, null when it is none.
  static @Nullable List<DnsRecord> literal(Question question, Transport transport) {
    AddressLiteral literal = AddressLiteral.parse(question.name());
    if (literal == null) {
      return null;
    }
    InetAddress address = Addresses.usable(literal, transport);
    return address == null ? List.of() : records(question, List.of(address));
  }

  /// RFC 6761 §6.3: the loopback address of the family that is asked for.
  static List<DnsRecord> loopback(Question question) {
    return records(question, List.of(LOOPBACK4, LOOPBACK6));
  }

  /// The records of a name in a table, null when the table does not have it. Service questions
  /// about one of its names have an empty answer: the table speaks for the name, and it says
  /// nothing of services.
  static @Nullable List<DnsRecord> table(Question question, HostsFile table, Transport transport) {
    String owner = question.type().isService() ? withoutPrefix(question.name()) : question.name();
    if (!table.has(owner)) {
      return null;
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (AddressLiteral literal : table.addresses(question.name(), question.type())) {
      InetAddress address = Addresses.usable(literal, transport);
      if (address != null) {
        addresses.add(address);
      }
    }
    return records(question, addresses);
  }

  /// The addresses of the family that is asked for, as records under the asked name.
  static List<DnsRecord> records(Question question, List<InetAddress> addresses) {
    List<DnsRecord> records = new ArrayList<>();
    for (InetAddress address : addresses) {
      RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
      if (type == question.type()) {
        records.add(new DnsRecord.Address(question.name(), address, NO_TTL));
      }
    }
    return records;
  }

  /// RFC 9460 §9.1: `_8443._https.example.com` speaks of `example.com`.
  private static String withoutPrefix(String name) {
    String rest = name;
    while (rest.startsWith("_") && rest.indexOf('.') > 0) {
      rest = rest.substring(rest.indexOf('.') + 1);
    }
    return rest;
  }
}
