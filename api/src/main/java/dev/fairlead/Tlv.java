package dev.fairlead;

import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of a type, a length and a value: 4 and 4 bytes before the value, big-endian, at most
/// 16 MiB, by default. Each method gives a changed copy. A receiver should pass over types that it
/// does not know.
///
/// They may also come and go in parts: the type and the length are said before, by
/// [Tlv.Type] and [MessageContext#length(long)], and the limit does not bind.
public final class Tlv implements FramedStack<Tlv.Element> {
  private final Stack<?> below;
  private final Layout layout;

  private Tlv(Stack<?> below, Layout layout) {
    this.below = Objects.requireNonNull(below, "below");
    this.layout = layout;
  }

  /// One message.
  ///
  /// @param type what it is; not negative
  /// @param value its content
  public record Element(long type, Bytes value) {
    public Element {
      if (type < 0) {
        throw new IllegalArgumentException("a type is not negative: " + type);
      }
      Objects.requireNonNull(value, "value");
    }
  }

  /// The type of a message that comes or goes in parts.
  public record Type(long number) implements Metadata.Custom {}

  private record Layout(int typeWidth, int lengthWidth, ByteOrder order, int limit) {
    static final Layout DEFAULTS = new Layout(4, 4, ByteOrder.BIG_ENDIAN, Framer.LIMIT);
  }

  /// On a byte stream.
  public static Tlv over(StreamStack<?> below) {
    return new Tlv(below, Layout.DEFAULTS);
  }

  /// One element in each message of bytes.
  public static Tlv over(MessageStack<Bytes, ?> below) {
    return new Tlv(below, Layout.DEFAULTS);
  }

  /// On TCP with its defaults.
  public static Tlv overTcp() {
    return over(Tcp.defaults());
  }

  /// The type and the length take so many bytes, 1 to 8 each.
  public Tlv widths(int typeBytes, int lengthBytes) {
    if (Math.min(typeBytes, lengthBytes) < 1 || Math.max(typeBytes, lengthBytes) > 8) {
      throw new IllegalArgumentException("types and lengths take 1 to 8 bytes");
    }
    return new Tlv(below, new Layout(typeBytes, lengthBytes, layout.order, layout.limit));
  }

  /// The byte order of type and length.
  public Tlv order(ByteOrder order) {
    Objects.requireNonNull(order, "order");
    return new Tlv(below, new Layout(layout.typeWidth, layout.lengthWidth, order, layout.limit));
  }

  /// A longer value is malformed, and refused by `send`.
  public Tlv limit(int bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("a limit is between 0 and 2^31 - 17: " + bytes);
    }
    return new Tlv(below, new Layout(layout.typeWidth, layout.lengthWidth, layout.order, bytes));
  }

  @Override
  public Framer<Element> framer() {
    return new TypeLengthValue(layout);
  }

  @Override
  public String name() {
    return "tlv";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }

  private static final class TypeLengthValue implements PartialFramer<Element> {
    private final Layout layout;
    private final Measured out = new Measured();
    private final Measured in = new Measured();
    private @Nullable Type coming;

    TypeLengthValue(Layout layout) {
      this.layout = layout;
    }

    @Override
    public Framer<Element> begin(FramerSite site) {
      return new TypeLengthValue(layout);
    }

    @Override
    public void encode(Element message, FrameWriter to) {
      Bytes value = message.value();
      if (value.length() > layout.limit) {
        throw new IllegalArgumentException(
            "a value of " + value.length() + " bytes is above the limit of " + layout.limit);
      }
      to.unsigned(message.type(), layout.typeWidth, layout.order)
          .unsigned(value.length(), layout.lengthWidth, layout.order)
          .bytes(value);
    }

    @Override
    public @Nullable Element decode(FrameReader from) {
      if (!from.has(layout.typeWidth + layout.lengthWidth)) {
        return null;
      }
      long type = type(from);
      long length = from.unsigned(layout.lengthWidth, layout.order);
      if (length < 0 || length > layout.limit) {
        throw from.malformed(
            String.format(
                "a length of %s is above the limit of %d",
                Long.toUnsignedString(length), layout.limit));
      }
      Bytes value = from.bytes(length);
      return value == null ? null : new Element(type, value);
    }

    private long type(FrameReader from) {
      long type = from.unsigned(layout.typeWidth, layout.order);
      if (type < 0) {
        throw from.malformed("a type of " + Long.toUnsignedString(type) + " is above 2^63 - 1");
      }
      return type;
    }

    @Override
    public void beginParts(MessageContext context, FrameWriter to) {
      Type type =
          context
              .metadata(Type.class)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a message in parts needs MessageContext.with(new Tlv.Type(number))"));
      to.unsigned(type.number(), layout.typeWidth, layout.order)
          .unsigned(out.begin(context), layout.lengthWidth, layout.order);
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
        if (!from.has(layout.typeWidth + layout.lengthWidth)) {
          return null;
        }
        coming = new Type(type(from));
        long length = from.unsigned(layout.lengthWidth, layout.order);
        if (length < 0) {
          throw from.malformed("a length of " + Long.toUnsignedString(length) + " is no length");
        }
        in.begin(length);
      }
      if (coming != null) {
        from.tell(coming);
      }
      return in.part(from, begins);
    }

    @Override
    public int limit() {
      return layout.limit + layout.typeWidth + layout.lengthWidth;
    }

    @Override
    public String name() {
      return "tlv";
    }
  }
}
