package dev.fairlead.core.framing;

import dev.fairlead.Bytes;
import dev.fairlead.FrameWriter;
import dev.fairlead.MessageContext;
import dev.fairlead.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Gathers what a framer writes. Used again for each message; it does not keep the memory of a big
/// one.
public final class FrameOutput implements FrameWriter {
  private static final int KEPT = 64 * 1024;

  private byte[] array = new byte[256];
  private int length;
  private MessageContext above = MessageContext.defaults();
  private MessageContext told = MessageContext.defaults();

  /// An output with nothing in it.
  public FrameOutput() {}

  /// Empties it, for a message with this context.
  void open(MessageContext context) {
    if (array.length > KEPT) {
      array = new byte[256];
    }
    length = 0;
    above = context;
    told = context;
  }

  /// What the framer told the layer below.
  MessageContext told() {
    return told;
  }

  /// What was written, until the next message.
  public ByteBuffer view() {
    return ByteBuffer.wrap(array, 0, length);
  }

  /// What was written, as bytes that stay.
  Bytes toBytes() {
    return Bytes.copyOf(array, 0, length);
  }

  @Override
  public FrameWriter bytes(int value) {
    reserve(1);
    array[length++] = (byte) value;
    return this;
  }

  @Override
  public FrameWriter bytes(Bytes content) {
    reserve(content.length());
    content.copyTo(array, length);
    length += content.length();
    return this;
  }

  @Override
  public FrameWriter bytes(byte[] content) {
    reserve(content.length);
    System.arraycopy(content, 0, array, length, content.length);
    length += content.length;
    return this;
  }

  @Override
  public FrameWriter bytes(ByteBuffer content) {
    int more = content.remaining();
    reserve(more);
    content.get(array, length, more);
    length += more;
    return this;
  }

  @Override
  public FrameWriter utf8(CharSequence text) {
    return bytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public FrameWriter int16(int value) {
    return number(value, 2, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public FrameWriter int32(int value) {
    return number(value, 4, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public FrameWriter int64(long value) {
    return number(value, 8, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public FrameWriter unsigned(long value, int width, ByteOrder order) {
    if (width < 1 || width > 8) {
      throw new IllegalArgumentException("a number has 1 to 8 bytes, not " + width);
    }
    if (width < 8 && value >>> 8 * width != 0) {
      throw new IllegalArgumentException(
          Long.toUnsignedString(value) + " does not fit into " + width + " bytes");
    }
    return number(value, width, order);
  }

  private FrameWriter number(long value, int width, ByteOrder order) {
    reserve(width);
    for (int i = 0; i < width; i++) {
      int shift = order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i;
      array[length++] = (byte) (value >>> 8 * shift);
    }
    return this;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > array.length) {
      long grown = Math.min(Math.max(needed, 2L * array.length), Integer.MAX_VALUE - 8);
      array = Arrays.copyOf(array, (int) Math.max(grown, needed));
    }
  }

  @Override
  public int position() {
    return length;
  }

  @Override
  public <D extends Metadata> Optional<D> metadata(Class<D> kind) {
    return above.metadata(kind);
  }

  @Override
  public void tell(Metadata metadata) {
    told = told.with(metadata);
  }
}
