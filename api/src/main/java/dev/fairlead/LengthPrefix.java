package dev.fairlead;

import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of bytes with their length before them: 4 bytes, big-endian, at most 16 MiB, by
/// default. Each method gives a changed copy. They may also come and go in parts; then the length
/// must be said before, and the limit does not bind.
public final class LengthPrefix implements FramedStack<Bytes> {
  private final Stack<?> below;
  private final int width;
  private final ByteOrder order;
  private final int limit;

  private LengthPrefix(Stack<?> below, int width, ByteOrder order, int limit) {
    this.below = Objects.requireNonNull(below, "below");
    this.width = width;
    this.order = order;
    this.limit = limit;
  }

  /// On a byte stream.
  public static LengthPrefix over(StreamStack<?> below) {
    return new LengthPrefix(below, 4, ByteOrder.BIG_ENDIAN, Framer.LIMIT);
  }

  /// Inside messages of bytes.
  public static LengthPrefix over(MessageStack<Bytes, ?> below) {
    return new LengthPrefix(below, 4, ByteOrder.BIG_ENDIAN, Framer.LIMIT);
  }

  /// On TCP with its defaults.
  public static LengthPrefix overTcp() {
    return over(Tcp.defaults());
  }

  /// The length takes so many bytes, 1 to 8.
  public LengthPrefix width(int bytes) {
    if (bytes < 1 || bytes > 8) {
      throw new IllegalArgumentException("a length takes 1 to 8 bytes, not " + bytes);
    }
    return new LengthPrefix(below, bytes, order, limit);
  }

  /// The byte order of the length.
  public LengthPrefix order(ByteOrder order) {
    return new LengthPrefix(below, width, Objects.requireNonNull(order, "order"), limit);
  }

  /// A longer message is malformed, and refused by `send`.
  public LengthPrefix limit(int bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a limit is between 0 and 2^31 - 9: " + bytes);
    }
    return new LengthPrefix(below, width, order, bytes);
  }

  @Override
  public Framer<Bytes> framer() {
    return new Prefixed(width, order, limit);
  }

  @Override
  public String name() {
    return "length-prefix";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }

  private static final class Prefixed implements PartialFramer<Bytes> {
    private final int width;
    private final ByteOrder order;
    private final int limit;
    private final Measured out = new Measured();
    private final Measured in = new Measured();

    Prefixed(int width, ByteOrder order, int limit) {
      this.width = width;
      this.order = order;
      this.limit = limit;
    }

    @Override
    public Framer<Bytes> begin(FramerSite site) {
      return new Prefixed(width, order, limit);
    }

    @Override
    public void encode(Bytes message, FrameWriter to) {
      if (message.length() > limit) {
        throw new IllegalArgumentException(
            "a message of " + message.length() + " bytes is above the limit of " + limit);
      }
      to.unsigned(message.length(), width, order).bytes(message);
    }

    @Override
    public @Nullable Bytes decode(FrameReader from) {
      if (!from.has(width)) {
        return null;
      }
      long length = from.unsigned(width, order);
      if (length < 0 || length > limit) {
        throw from.malformed(
            "a length of " + Long.toUnsignedString(length) + " is above the limit of " + limit);
      }
      return from.bytes(length);
    }

    @Override
    public void beginParts(MessageContext context, FrameWriter to) {
      to.unsigned(out.begin(context), width, order);
    }

    @Override
    public void append(Bytes part, FrameWriter to) {
      out.take(part.length());
      to.bytes(part);
    }

    @Override
    public void endParts(FrameWriter to) {
      out.end();
    }

    @Override
    public @Nullable Part decodePart(FrameReader from) {
      boolean begins = !in.isInside();
      if (begins) {
        if (!from.has(width)) {
          return null;
        }
        long length = from.unsigned(width, order);
        if (length < 0) {
          throw from.malformed("a length of " + Long.toUnsignedString(length) + " is no length");
        }
        in.begin(length);
      }
      return in.part(from, begins);
    }

    @Override
    public int limit() {
      return width + limit;
    }

    @Override
    public String name() {
      return "length-prefix";
    }
  }
}
