package dev.fairlead.core.resolve.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A cursor over a message. Every read is checked against `end`; a name may point back to anywhere
/// in the message.
final class WireInput {
  /// RFC 1035 §2.3.4.
  private static final int NAME_OCTETS_MAX = 255;

  private static final int POINTER = 0xc0;

  private final byte[] message;
  private final int end;
  private int at;

  WireInput(byte[] message) {
    this(message, 0, message.length);
  }

  private WireInput(byte[] message, int at, int end) {
    this.message = message;
    this.at = at;
    this.end = end;
  }

  int at() {
    return at;
  }

  boolean hasMore() {
    return at < end;
  }

  void skipRest() {
    at = end;
  }

  int remaining() {
    return end - at;
  }

  /// The next `length` octets as a cursor of their own, which can still follow pointers; this one
  /// moves past them.
  WireInput slice(int length) {
    need(length);
    WireInput slice = new WireInput(message, at, at + length);
    at += length;
    return slice;
  }

  int u8() {
    need(1);
    return message[at++] & 0xff;
  }

  int u16() {
    need(2);
    int value = ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
    at += 2;
    return value;
  }

  long u32() {
    return ((long) u16() << 16) | u16();
  }

  byte[] octets(int length) {
    need(length);
    byte[] octets = Arrays.copyOfRange(message, at, at + length);
    at += length;
    return octets;
  }

  /// A length octet and that many characters.
  String characterString() {
    return Text.escaped(octets(u8()));
  }

  String ascii(int length) {
    return new String(octets(length), StandardCharsets.ISO_8859_1);
  }

  /// A name, with its pointers followed.
  String name() {
    StringBuilder name = new StringBuilder();
    int octets = 1;
    int cursor = at;
    // A pointer must lead to before the part of the name that holds it. Since each jump goes
    // further back than the one before, there is no loop to get caught in.
    int before = at;
    boolean jumped = false;
    while (true) {
      int length = octetAt(cursor, jumped);
      if ((length & POINTER) == POINTER) {
        int target = ((length & ~POINTER) << 8) | octetAt(cursor + 1, jumped);
        at = jumped ? at : cursor + 2;
        if (target >= before) {
          throw new MalformedMessage("a name points forward or to itself", cursor);
        }
        jumped = true;
        before = target;
        cursor = target;
      } else if ((length & POINTER) != 0) {
        // RFC 6891 §5: the extended label types are obsolete.
        throw new MalformedMessage("a label of unknown type", cursor);
      } else if (length == 0) {
        at = jumped ? at : cursor + 1;
        return name.isEmpty() ? "." : name.toString();
      } else {
        octets += length + 1;
        if (octets > NAME_OCTETS_MAX) {
          throw new MalformedMessage("a name longer than 255 octets", cursor);
        }
        octetAt(cursor + length, jumped);
        name.append(name.isEmpty() ? "" : ".");
        Text.appendLabel(name, message, cursor + 1, length);
        cursor += length + 1;
      }
    }
  }

  private int octetAt(int index, boolean anywhere) {
    if (index >= (anywhere ? message.length : end)) {
      throw new MalformedMessage("the message ends inside a name", index);
    }
    return message[index] & 0xff;
  }

  private void need(int octets) {
    if (octets > end - at) {
      throw new MalformedMessage("the message ends too early", at);
    }
  }
}
