package dev.fairlead.tls;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

/// The little of DER (X.690) that wrapping old key formats needs.
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private final int end;
  private int at;

  private Der(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Reads elements from here.
  static Der reader(byte[] bytes) {
    return new Der(bytes, 0, bytes.length);
  }

  /// Whether another element follows.
  boolean more() {
    return at < end;
  }

  /// The tag of the next element.
  int tag() throws InvalidKeyException {
    if (at >= end) {
      throw new InvalidKeyException("the key ends too early");
    }
    return bytes[at] & 0xff;
  }

  /// Steps over the next element and gives its content.
  byte[] content() throws InvalidKeyException {
    Der inside = enter();
    return Arrays.copyOfRange(bytes, inside.at, inside.end);
  }

  /// Steps over the next element and reads inside it.
  Der enter() throws InvalidKeyException {
    tag();
    at++;
    int length = length();
    if (length < 0 || length > end - at) {
      throw new InvalidKeyException("the key has a wrong length inside");
    }
    Der inside = new Der(bytes, at, at + length);
    at += length;
    return inside;
  }

  private int length() throws InvalidKeyException {
    int first = tag();
    at++;
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7f;
    if (octets == 0 || octets > 3) {
      throw new InvalidKeyException("the key has a wrong length inside");
    }
    int length = 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | tag();
      at++;
    }
    return length;
  }

  /// An element.
  static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length < 0x80) {
      whole.write(length);
    } else {
      int octets = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
      whole.write(0x80 | octets);
      for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
        whole.write(length >>> shift);
      }
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
