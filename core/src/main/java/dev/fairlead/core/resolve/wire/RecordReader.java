package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.ServiceParameters;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one resource record into a value of ours.
final class RecordReader {
  private RecordReader() {}

  /// The record, or null when its class or type is none of ours; the cursor then stands behind it
  /// all the same.
  static @Nullable DnsRecord read(WireInput in) {
    String name = in.name();
    int number = in.u16();
    int dnsClass = in.u16();
    long ttl = ttl(in);
    WireInput data = in.slice(in.u16());
    RecordType type = RecordType.ofNumber(number);
    if (type == null || dnsClass != MessageReader.CLASS_IN) {
      return null;
    }
    DnsRecord record =
        switch (type) {
          case A -> new DnsRecord.Address(name, address(data, 4), ttl);
          case AAAA -> new DnsRecord.Address(name, address(data, 16), ttl);
          case CNAME -> new DnsRecord.Alias(name, data.name(), ttl);
          case SVCB, HTTPS -> service(name, type, data, ttl);
          default -> new DnsRecord.Other(name, type, text(type, data), ttl);
        };
    if (data.hasMore()) {
      throw new MalformedMessage(
          "a record of type " + number + " is longer than its data", data.at());
    }
    return record;
  }

  /// RFC 2181 §8: a TTL with its highest bit set counts as zero.
  static long ttl(WireInput in) {
    long ttl = in.u32();
    return ttl > Integer.MAX_VALUE ? 0 : ttl;
  }

  static InetAddress address(WireInput data, int octets) {
    try {
      return InetAddress.getByAddress(data.octets(octets));
    } catch (UnknownHostException impossible) {
      throw new AssertionError("4 or 16 octets are always an address", impossible);
    }
  }

  /// A service record that breaks RFC 9460 becomes an [DnsRecord.Other]: its neighbours in the
  /// message are still good, and [MessageReader] then drops all service records.
  private static DnsRecord service(String name, RecordType type, WireInput data, long ttl) {
    try {
      int priority = data.u16();
      String target = data.name();
      // RFC 9460 §2.4.2: parameters of an AliasMode record are passed over.
      ServiceParameters parameters =
          priority == 0 ? ServiceParameters.NONE : ServiceReader.read(data);
      data.skipRest();
      return new DnsRecord.Service(name, type, priority, target, parameters, ttl);
    } catch (MalformedMessage malformed) {
      data.skipRest();
      return new DnsRecord.Other(name, type, "malformed: " + malformed.getMessage(), ttl);
    }
  }

  private static String text(RecordType type, WireInput data) {
    return switch (type) {
      case NS, PTR, DNAME -> data.name();
      case MX -> data.u16() + " " + data.name();
      case SRV -> data.u16() + " " + data.u16() + " " + data.u16() + " " + data.name();
      case TXT -> strings(data);
      case SOA -> data.name() + " " + data.name() + " " + numbers(data);
      case CAA -> data.u8() + " " + data.characterString() + " \"" + rest(data) + "\"";
      default -> HexFormat.of().formatHex(data.octets(data.remaining()));
    };
  }

  private static String strings(WireInput data) {
    List<String> strings = new ArrayList<>();
    while (data.hasMore()) {
      strings.add("\"" + data.characterString() + "\"");
    }
    return String.join(" ", strings);
  }

  private static String numbers(WireInput data) {
    return data.u32() + " " + data.u32() + " " + data.u32() + " " + data.u32() + " " + data.u32();
  }

  private static String rest(WireInput data) {
    return Text.escaped(data.octets(data.remaining()));
  }
}
