package dev.fairlead;

import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes that have come, as a [Framer] reads them. Valid during the call only.
///
/// A read that needs bytes which have not come gives null and takes nothing; the framer gives null
/// then, and is called again from the beginning of the message once there are more. Numbers are
/// read after [#has].
public interface FrameReader {
  /// How many bytes are there from here on.
  int available();

  /// Whether `count` bytes are there. When not, `decode` is called again no earlier than when they
  /// are.
  ///
  /// @throws MalformedMessageException when a message with so many more bytes would be above the
  /// limit of the framer
  boolean has(long count);

  /// The byte at `index` from here, without taking it.
  byte peek(int index);

  /// Takes one byte, 0 to 255.
  int uint8();

  /// Takes two bytes, big-endian.
  int uint16();

  /// Takes four bytes, big-endian, signed.
  int int32();

  /// Takes four bytes, big-endian, 0 to 2³² − 1.
  long uint32();

  /// Takes eight bytes, big-endian.
  long int64();

  /// Takes a number of 1 to 8 bytes; negative when it is above 2⁶³ − 1.
  long unsigned(int width, ByteOrder order);

  /// Takes `count` bytes; null when there are fewer.
  @Nullable Bytes bytes(long count);

  /// Takes `count` bytes of UTF-8; null when there are fewer.
  ///
  /// @throws MalformedMessageException when they are not UTF-8
  @Nullable String utf8(long count);

  /// Takes the bytes up to `delimiter`, and the delimiter, which is not given; null while it has
  /// not come.
  ///
  /// @throws MalformedMessageException when more than `limit` bytes come before it
  @Nullable Bytes bytesUntil(Bytes delimiter, int limit);

  /// As above, as text in UTF-8. The delimiter must be an ASCII character.
  ///
  /// @throws MalformedMessageException when more than `limit` bytes come before the delimiter, or
  /// when they are not UTF-8
  @Nullable String utf8Until(char delimiter, int limit);

  /// Takes all that is there, at most `most` bytes; may be empty.
  Bytes rest(int most);

  /// Passes over `count` bytes that are there.
  void skip(int count);

  /// How many bytes of the present message were read.
  int position();

  /// What the layer below tells of the message which carries these bytes.
  <D extends Metadata> Optional<D> metadata(Class<D> kind);

  /// Tells the receiver something about the message, in its [MessageContext]. Counts when `decode`
  /// gives it.
  void tell(Metadata metadata);

  /// To be thrown: the bytes are not a message, and why; it holds the position of the reader.
  MalformedMessageException malformed(String why);
}
