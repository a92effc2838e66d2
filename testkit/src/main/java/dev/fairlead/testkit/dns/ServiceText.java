package dev.fairlead.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The parameters of an HTTPS record, from the form of zone files to that of the wire (RFC 9460
/// §2.1
/// and §2.2): `alpn=h2,h3 port=8443 ipv4hint=192.0.2.1`.
final class ServiceText {
  private static final List<String> KEYS =
      List.of("mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint");

  private ServiceText() {}

  static byte[] wire(String text) {
    // Keys go in the order of their numbers.
    Map<Integer, byte[]> parameters = new TreeMap<>();
    for (String word : text.isBlank() ? List.<String>of() : List.of(text.strip().split("\\s+"))) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      parameters.put(number(key), value(key, equals < 0 ? "" : word.substring(equals + 1)));
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    parameters.forEach(
        (key, value) -> {
          short16(wire, key);
          short16(wire, value.length);
          wire.writeBytes(value);
        });
    return wire.toByteArray();
  }

  private static int number(String key) {
    int known = KEYS.indexOf(key);
    if (known >= 0) {
      return known;
    }
    if (key.matches("key[0-9]{1,5}")) {
      return Integer.parseInt(key.substring(3));
    }
    throw new IllegalArgumentException("there is no service parameter " + key);
  }

  private static byte[] value(String key, String text) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    switch (key) {
      case "mandatory" -> words(text).forEach(it -> short16(value, number(it)));
      case "alpn" ->
          words(text)
              .forEach(
                  it -> {
                    byte[] id = it.getBytes(StandardCharsets.US_ASCII);
                    value.write(id.length);
                    value.writeBytes(id);
                  });
      case "no-default-alpn" -> {}
      case "port" -> short16(value, Integer.parseInt(text));
      case "ipv4hint", "ipv6hint" ->
          words(text).forEach(it -> value.writeBytes(InetAddress.ofLiteral(it).getAddress()));
      case "ech" -> value.writeBytes(Base64.getDecoder().decode(text));
      default -> value.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    return value.toByteArray();
  }

  private static List<String> words(String text) {
    return List.of(text.split(",", -1));
  }

  private static void short16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
