package dev.fairlead;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Takes the bytes of one message from a [Framer]. Valid during the call only.
public interface FrameWriter {
  /// Writes one byte, the low eight bits of `value`.
  FrameWriter bytes(int value);

  /// Writes all of `content`.
  FrameWriter bytes(Bytes content);

  /// Writes all of `content`.
  FrameWriter bytes(byte[] content);

  /// Writes what remains in `content`, whose position moves to its limit.
  FrameWriter bytes(ByteBuffer content);

  /// Writes `text` in UTF-8.
  FrameWriter utf8(CharSequence text);

  /// Writes two bytes, big-endian.
  FrameWriter int16(int value);

  /// Writes four bytes, big-endian.
  FrameWriter int32(int value);

  /// Writes eight bytes, big-endian.
  FrameWriter int64(long value);

  /// Writes a number of 1 to 8 bytes.
  ///
  /// @throws IllegalArgumentException when it does not fit
  FrameWriter unsigned(long value, int width, ByteOrder order);

  /// How many bytes of this message were written.
  int position();

  /// What the sender, or the layer above, says about the message.
  <D extends Metadata> Optional<D> metadata(Class<D> kind);

  /// Tells the layer below something about the message.
  void tell(Metadata metadata);
}
