package dev.fairlead.core.resolve.wire;

import java.io.ByteArrayOutputStream;

/// Octets as the text of zone files and back (RFC 1035 §5.1).
final class Text {
  private Text() {}

  static void appendLabel(StringBuilder to, byte[] from, int start, int length) {
    for (int i = start; i < start + length; i++) {
      int octet = from[i] & 0xff;
      if (octet == '.' || octet == '\\') {
        to.append('\\').append((char) octet);
      } else {
        appendVisible(to, octet, ' ');
      }
    }
  }

  /// For character strings, which stand in quotes.
  static String escaped(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length);
    for (byte b : octets) {
      int octet = b & 0xff;
      if (octet == '"' || octet == '\\') {
        text.append('\\').append((char) octet);
      } else {
        appendVisible(text, octet, ' ' - 1);
      }
    }
    return text.toString();
  }

  private static void appendVisible(StringBuilder to, int octet, int lastInvisible) {
    if (octet > lastInvisible && octet < 0x7f) {
      to.append((char) octet);
    } else {
      to.append('\\').append((char) ('0' + octet / 100));
      to.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
    }
  }

  /// The labels of a name in wire form, without compression.
  ///
  /// @throws IllegalArgumentException if a label or the name is empty or too long
  static byte[] wireName(String name) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream(name.length() + 2);
    if (!name.equals(".")) {
      ByteArrayOutputStream label = new ByteArrayOutputStream();
      int i = 0;
      while (i < name.length()) {
        char c = name.charAt(i);
        if (c == '.') {
          endLabel(label, wire, name);
          i++;
        } else {
          i = appendOctet(name, i, label);
        }
      }
      endLabel(label, wire, name);
    }
    wire.write(0);
    if (wire.size() > 255) {
      throw new IllegalArgumentException("the name is longer than 255 octets: " + name);
    }
    return wire.toByteArray();
  }

  private static int appendOctet(String name, int at, ByteArrayOutputStream label) {
    char c = name.charAt(at);
    if (c != '\\') {
      if (c > 0x7f) {
        throw new IllegalArgumentException("not in the ASCII form of names: " + name);
      }
      label.write(c);
      return at + 1;
    }
    if (at + 3 < name.length() && isDigit(name.charAt(at + 1))) {
      int octet = 0;
      for (int i = at + 1; i < at + 4; i++) {
        octet = octet * 10 + Character.digit(name.charAt(i), 10);
      }
      if (octet < 0
          || octet > 255
          || !isDigit(name.charAt(at + 2))
          || !isDigit(name.charAt(at + 3))) {
        throw new IllegalArgumentException("a backslash and a digit begin \\DDD: " + name);
      }
      label.write(octet);
      return at + 4;
    }
    if (at + 1 >= name.length()) {
      throw new IllegalArgumentException("the name ends in a backslash: " + name);
    }
    label.write(name.charAt(at + 1));
    return at + 2;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void endLabel(
      ByteArrayOutputStream label, ByteArrayOutputStream wire, String name) {
    if (label.size() == 0 || label.size() > 63) {
      throw new IllegalArgumentException("a label of a name has 1 to 63 octets: " + name);
    }
    wire.write(label.size());
    wire.writeBytes(label.toByteArray());
    label.reset();
  }
}
