package dev.fairlead;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of bytes with a delimiter behind each: a line feed, and at most 64 KiB before it, by
/// default. Each method gives a changed copy. The content must not hold the delimiter.
public final class Delimited implements FramedStack<Bytes> {
  private static final Bytes LINE_FEED = Bytes.utf8("\n");
  private static final int LIMIT = 64 * 1024;

  private final Stack<?> below;
  private final Bytes delimiter;
  private final int limit;

  private Delimited(Stack<?> below, Bytes delimiter, int limit) {
    this.below = Objects.requireNonNull(below, "below");
    this.delimiter = delimiter;
    this.limit = limit;
  }

  /// On a byte stream.
  public static Delimited over(StreamStack<?> below) {
    return new Delimited(below, LINE_FEED, LIMIT);
  }

  /// Inside messages of bytes.
  public static Delimited over(MessageStack<Bytes, ?> below) {
    return new Delimited(below, LINE_FEED, LIMIT);
  }

  /// On TCP with its defaults.
  public static Delimited overTcp() {
    return over(Tcp.defaults());
  }

  /// With these bytes behind each message.
  public Delimited by(Bytes delimiter) {
    if (delimiter.isEmpty()) {
      throw new IllegalArgumentException("a delimiter is not empty");
    }
    return new Delimited(below, delimiter, limit);
  }

  /// As above, in UTF-8.
  public Delimited by(String delimiter) {
    return by(Bytes.utf8(delimiter));
  }

  /// A longer message is malformed, and refused by `send`.
  public Delimited limit(int bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - delimiter.length() - 8) {
      throw new IllegalArgumentException("a limit is positive and leaves room: " + bytes);
    }
    return new Delimited(below, delimiter, bytes);
  }

  @Override
  public Framer<Bytes> framer() {
    return new ByDelimiter(delimiter, limit);
  }

  @Override
  public String name() {
    return "delimited";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }

  /// How often, and where, `delimiter` begins in `content` from `from` on; -1 for nowhere.
  static int indexOf(Bytes content, Bytes delimiter, int from) {
    int last = content.length() - delimiter.length();
    for (int at = from; at <= last; at++) {
      int same = 0;
      while (same < delimiter.length() && content.at(at + same) == delimiter.at(same)) {
        same++;
      }
      if (same == delimiter.length()) {
        return at;
      }
    }
    return -1;
  }

  private record ByDelimiter(Bytes delimiter, int most) implements Framer<Bytes> {
    @Override
    public void encode(Bytes message, FrameWriter out) {
      if (message.length() > most) {
        throw new IllegalArgumentException(
            "a message of " + message.length() + " bytes is above the limit of " + most);
      }
      // The content may also end in the first bytes of a delimiter, which would come too early.
      Bytes all = Bytes.copyOf(java.util.List.of(message.asByteBuffer(), delimiter.asByteBuffer()));
      if (indexOf(all, delimiter, 0) != message.length()) {
        throw new IllegalArgumentException("a message must not hold the delimiter");
      }
      out.bytes(all);
    }

    @Override
    public @Nullable Bytes decode(FrameReader in) {
      return in.bytesUntil(delimiter, most);
    }

    @Override
    public int limit() {
      return most + delimiter.length();
    }

    @Override
    public String name() {
      return "delimited";
    }
  }
}
