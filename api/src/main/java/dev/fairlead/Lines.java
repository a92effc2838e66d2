package dev.fairlead;

import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lines of text in UTF-8: each ends with a line feed, or with a carriage return and a line feed,
/// and has at most 64 KiB. A last line without its end counts as well. Each method gives a changed
/// copy.
public final class Lines implements FramedStack<String> {
  private static final Bytes LINE_FEED = Bytes.utf8("\n");
  private static final int LIMIT = 64 * 1024;

  private final Stack<?> below;
  private final String end;
  private final int limit;

  private Lines(Stack<?> below, String end, int limit) {
    this.below = Objects.requireNonNull(below, "below");
    this.end = end;
    this.limit = limit;
  }

  /// On a byte stream.
  public static Lines over(StreamStack<?> below) {
    return new Lines(below, "\n", LIMIT);
  }

  /// One line in each message of bytes.
  public static Lines over(MessageStack<Bytes, ?> below) {
    return new Lines(below, "\n", LIMIT);
  }

  /// On TCP with its defaults.
  public static Lines overTcp() {
    return over(Tcp.defaults());
  }

  /// Sends a carriage return and a line feed behind each line, as SMTP and HTTP want it; a line
  /// feed alone by default.
  public Lines crlf() {
    return new Lines(below, "\r\n", limit);
  }

  /// A longer line is malformed, and refused by `send`.
  public Lines limit(int bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 10) {
      throw new IllegalArgumentException("a limit is positive and leaves room: " + bytes);
    }
    return new Lines(below, end, bytes);
  }

  @Override
  public Framer<String> framer() {
    return new ByLine(end, limit);
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }

  private record ByLine(String end, int most) implements Framer<String> {
    @Override
    public void encode(String line, FrameWriter out) {
      if (line.indexOf('\n') >= 0 || line.endsWith("\r")) {
        throw new IllegalArgumentException("a line has no line end inside");
      }
      out.utf8(line);
      if (out.position() > most) {
        throw new IllegalArgumentException(
            "a line of " + out.position() + " bytes is above the limit of " + most);
      }
      out.utf8(end);
    }

    @Override
    public @Nullable String decode(FrameReader in) {
      // One byte more, for the carriage return.
      Bytes line = in.bytesUntil(LINE_FEED, most + 1);
      return line == null ? null : text(in, line);
    }

    @Override
    public @Nullable String decodeLast(FrameReader in) {
      return text(in, in.rest(Integer.MAX_VALUE));
    }

    private String text(FrameReader in, Bytes line) {
      int length = line.length();
      boolean carriageReturn = length > 0 && line.at(length - 1) == '\r';
      int own = carriageReturn ? length - 1 : length;
      if (own > most) {
        throw in.malformed("a line is above the limit of " + most + " bytes");
      }
      try {
        return line.slice(0, own).strictUtf8();
      } catch (CharacterCodingException _) {
        throw in.malformed("a line is not UTF-8");
      }
    }

    @Override
    public int limit() {
      return most + 2;
    }

    @Override
    public String name() {
      return "lines";
    }
  }
}
