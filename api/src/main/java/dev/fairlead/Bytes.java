package dev.fairlead;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Immutable bytes on the heap: safe to keep, to share between threads and to compare.
///
/// No reference counts and no release. A slice shares the array of its origin.
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// No bytes at all.
  public static Bytes empty() {
    return EMPTY;
  }

  /// A copy of `content`.
  public static Bytes copyOf(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone(), 0, content.length);
  }

  /// A copy of `length` bytes of `content` from `offset` on.
  public static Bytes copyOf(byte[] content, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, content.length);
    return length == 0
        ? EMPTY
        : new Bytes(Arrays.copyOfRange(content, offset, offset + length), 0, length);
  }

  /// A copy of what remains in `content`, whose position moves to its limit.
  public static Bytes copyOf(ByteBuffer content) {
    int length = content.remaining();
    if (length == 0) {
      return EMPTY;
    }
    byte[] copy = new byte[length];
    content.get(copy);
    return new Bytes(copy, 0, length);
  }

  /// A copy of what remains in all of `parts`, one behind the other; their positions move to their
  /// limits.
  public static Bytes copyOf(List<ByteBuffer> parts) {
    int length = 0;
    for (ByteBuffer part : parts) {
      length = Math.addExact(length, part.remaining());
    }
    if (length == 0) {
      return EMPTY;
    }
    byte[] copy = new byte[length];
    int position = 0;
    for (ByteBuffer part : parts) {
      int more = part.remaining();
      part.get(copy, position, more);
      position += more;
    }
    return new Bytes(copy, 0, length);
  }

  /// The UTF-8 form of `text`.
  public static Bytes utf8(CharSequence text) {
    byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
    return encoded.length == 0 ? EMPTY : new Bytes(encoded, 0, encoded.length);
  }

  /// How many bytes there are.
  public int length() {
    return length;
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return length == 0;
  }

  /// The byte at `index`, counted from 0.
  public byte at(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive), without a copy.
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return from == to ? EMPTY : new Bytes(array, offset + from, to - from);
  }

  /// A read-only view, without a copy.
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /// A fresh array with these bytes.
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /// Copies all bytes into `target` from `position` on.
  public void copyTo(byte[] target, int position) {
    System.arraycopy(array, offset, target, position, length);
  }

  /// The text, read as UTF-8; malformed input becomes U+FFFD. See [#strictUtf8()].
  public String utf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /// The text, read as UTF-8.
  ///
  /// @throws CharacterCodingException when the bytes are not UTF-8
  public String strictUtf8() throws CharacterCodingException {
    CharBuffer text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(asByteBuffer());
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /// The length and the first bytes in hexadecimal.
  @Override
  public String toString() {
    int shown = Math.min(length, 16);
    String hex = HexFormat.of().formatHex(array, offset, offset + shown);
    return "Bytes[" + length + (length == 0 ? "" : ": " + hex) + (shown < length ? "…" : "") + "]";
  }
}
