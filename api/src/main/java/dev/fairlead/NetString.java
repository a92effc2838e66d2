package dev.fairlead;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages of bytes as netstrings: `5:hello,`, at most 16 MiB by default. Each method gives a
/// changed copy.
public final class NetString implements FramedStack<Bytes> {
  private final Stack<?> below;
  private final int limit;

  private NetString(Stack<?> below, int limit) {
    this.below = Objects.requireNonNull(below, "below");
    this.limit = limit;
  }

  /// On a byte stream.
  public static NetString over(StreamStack<?> below) {
    return new NetString(below, Framer.LIMIT);
  }

  /// One netstring in each message of bytes.
  public static NetString over(MessageStack<Bytes, ?> below) {
    return new NetString(below, Framer.LIMIT);
  }

  /// On TCP with its defaults.
  public static NetString overTcp() {
    return over(Tcp.defaults());
  }

  /// A longer message is malformed, and refused by `send`.
  public NetString limit(int bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("a limit is between 0 and 2^31 - 17: " + bytes);
    }
    return new NetString(below, bytes);
  }

  @Override
  public Framer<Bytes> framer() {
    return new Netstrings(limit);
  }

  @Override
  public String name() {
    return "netstring";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }

  private record Netstrings(int most) implements Framer<Bytes> {
    @Override
    public void encode(Bytes message, FrameWriter out) {
      if (message.length() > most) {
        throw new IllegalArgumentException(
            "a message of " + message.length() + " bytes is above the limit of " + most);
      }
      out.utf8(Integer.toString(message.length())).bytes(':').bytes(message).bytes(',');
    }

    @Override
    public @Nullable Bytes decode(FrameReader in) {
      long length = 0;
      for (int digits = 0; ; digits++) {
        if (!in.has(1)) {
          return null;
        }
        int next = in.uint8();
        if (next == ':' && digits > 0) {
          break;
        }
        boolean leadingZero = digits == 1 && length == 0;
        if (next < '0' || next > '9' || leadingZero) {
          throw in.malformed("a netstring begins with its length and a colon");
        }
        length = length * 10 + (next - '0');
        if (length > most) {
          throw in.malformed("a length of " + length + " or more is above the limit of " + most);
        }
      }
      if (!in.has(length + 1)) {
        return null;
      }
      Bytes content = in.bytes(length);
      if (in.uint8() != ',') {
        throw in.malformed("a netstring ends with a comma");
      }
      return content;
    }

    @Override
    public int limit() {
      return most + 12;
    }

    @Override
    public String name() {
      return "netstring";
    }
  }
}
