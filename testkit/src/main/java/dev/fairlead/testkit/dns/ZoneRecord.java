package dev.fairlead.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A record of a zone, with its data as it goes over the wire.
///
/// @param type its number
/// @param ttlSeconds how long it may be believed
/// @param target the name that it points to, for an alias; else empty
/// @param data the data
record ZoneRecord(int type, int ttlSeconds, String target, ByteBuffer data) {
  static final int A = 1;
  static final int CNAME = 5;
  static final int SOA = 6;
  static final int AAAA = 28;
  static final int HTTPS = 65;

  static ZoneRecord address(InetAddress address, int ttlSeconds) {
    int type = address instanceof Inet4Address ? A : AAAA;
    return new ZoneRecord(type, ttlSeconds, "", ByteBuffer.wrap(address.getAddress()));
  }

  static ZoneRecord alias(String target, int ttlSeconds) {
    return new ZoneRecord(CNAME, ttlSeconds, target, ByteBuffer.wrap(wireName(target)));
  }

  /// RFC 9460 §2.2.
  static ZoneRecord https(int priority, String target, String parameters, int ttlSeconds) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(priority >> 8);
    data.write(priority);
    data.writeBytes(wireName(target));
    data.writeBytes(ServiceText.wire(parameters));
    return new ZoneRecord(HTTPS, ttlSeconds, "", ByteBuffer.wrap(data.toByteArray()));
  }

  byte[] bytes() {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  /// RFC 1035 §3.1, without compression.
  static byte[] wireName(String name) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (String label : Arrays.asList(name.split("\\.", -1))) {
      if (!label.isEmpty()) {
        byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
        wire.write(bytes.length);
        wire.writeBytes(bytes);
      }
    }
    wire.write(0);
    return wire.toByteArray();
  }

  /// The number of a type by its name.
  static int type(String name) {
    return switch (name) {
      case "A" -> A;
      case "AAAA" -> AAAA;
      case "CNAME" -> CNAME;
      case "HTTPS" -> HTTPS;
      default ->
          throw new IllegalArgumentException("a type is A, AAAA, CNAME or HTTPS, not " + name);
    };
  }

  static String typeName(int type) {
    return switch (type) {
      case A -> "A";
      case AAAA -> "AAAA";
      case CNAME -> "CNAME";
      case HTTPS -> "HTTPS";
      default -> "type " + type;
    };
  }
}
