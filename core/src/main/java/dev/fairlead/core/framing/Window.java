package dev.fairlead.core.framing;

import dev.fairlead.Bytes;
import dev.fairlead.FrameReader;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageContext;
import dev.fairlead.Metadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes that one call of a framer may read. Used again for each call; it remembers what the
/// framer waits for, and how far it has looked for a delimiter, so that a message which comes byte
/// by byte costs no more than one that comes at once.
final class Window implements FrameReader {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer source = NOTHING;
  private int start;
  private int at;
  private int end;
  private int limit;
  private MessageContext below = MessageContext.defaults();
  private MessageContext told = MessageContext.defaults();

  /// How many bytes, from the start, the framer needs before it can go on.
  private long wanted;

  /// Where the search for a delimiter began, and how far it has come, from the start.
  private int searchedFrom = -1;

  private int searchedTo;

  /// Shows what remains in `bytes` as a message below that carries `context`.
  void open(ByteBuffer bytes, int limit, MessageContext context) {
    this.source = bytes;
    this.start = bytes.position();
    this.at = start;
    this.end = bytes.limit();
    this.limit = limit;
    this.below = context;
    this.told = context.hasMetadata() ? context : MessageContext.defaults();
    this.wanted = 0;
  }

  /// Lets go of the bytes.
  void close() {
    source = NOTHING;
  }

  /// The next message begins: what was searched before is another one's.
  void forget() {
    searchedFrom = -1;
    searchedTo = 0;
  }

  /// What the layers told about the message.
  MessageContext told() {
    return told;
  }

  long wanted() {
    return wanted;
  }

  @Override
  public int available() {
    return end - at;
  }

  @Override
  public boolean has(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative: " + count);
    }
    if (count <= end - at) {
      return true;
    }
    long whole = at - start + count;
    if (whole > limit || whole < 0) {
      throw malformed(
          "it would have " + count + " more bytes, which is above the limit of " + limit);
    }
    wanted = Math.max(wanted, whole);
    return false;
  }

  @Override
  public byte peek(int index) {
    if (index < 0 || index >= end - at) {
      throw new IllegalStateException(
          "byte " + index + " from here is not there: ask has(…) first");
    }
    return source.get(at + index);
  }

  @Override
  public int uint8() {
    return (int) unsigned(1, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public int uint16() {
    return (int) unsigned(2, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public int int32() {
    return (int) unsigned(4, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public long uint32() {
    return unsigned(4, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public long int64() {
    return unsigned(8, ByteOrder.BIG_ENDIAN);
  }

  @Override
  public long unsigned(int width, ByteOrder order) {
    if (width < 1 || width > 8) {
      throw new IllegalArgumentException("a number has 1 to 8 bytes, not " + width);
    }
    checkHas(width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      int index = order == ByteOrder.BIG_ENDIAN ? i : width - 1 - i;
      value = value << 8 | source.get(at + index) & 0xff;
    }
    at += width;
    return value;
  }

  private void checkHas(int count) {
    if (count > end - at) {
      throw new IllegalStateException(
          "only " + (end - at) + " of " + count + " bytes are there: ask has(" + count + ") first");
    }
  }

  @Override
  public @Nullable Bytes bytes(long count) {
    return has(count) ? take((int) count) : null;
  }

  private Bytes take(int count) {
    Bytes taken = Bytes.copyOf(source.slice(at, count));
    at += count;
    return taken;
  }

  @Override
  public @Nullable String utf8(long count) {
    Bytes taken = bytes(count);
    return taken == null ? null : text(taken);
  }

  private String text(Bytes taken) {
    try {
      return taken.strictUtf8();
    } catch (CharacterCodingException _) {
      throw malformed("it is not UTF-8");
    }
  }

  @Override
  public @Nullable Bytes bytesUntil(Bytes delimiter, int most) {
    if (delimiter.isEmpty()) {
      throw new IllegalArgumentException("a delimiter is not empty");
    }
    int found = find(delimiter);
    int content = (found < 0 ? end - delimiter.length() + 1 : found) - at;
    if (content > most) {
      throw malformed("more than " + most + " bytes came before the delimiter");
    }
    if (found < 0) {
      boolean unused = has(end - at + 1L);
      assert !unused;
      return null;
    }
    Bytes taken = take(content);
    at += delimiter.length();
    return taken;
  }

  /// Where `delimiter` begins, -1 when it is not all there. Goes on where the last search from here
  /// ended.
  private int find(Bytes delimiter) {
    int from = searchedFrom == at - start ? Math.max(at, start + searchedTo) : at;
    int last = end - delimiter.length();
    byte first = delimiter.at(0);
    for (int i = from; i <= last; i++) {
      if (source.get(i) == first && isAt(i, delimiter)) {
        return i;
      }
    }
    searchedFrom = at - start;
    searchedTo = Math.max(from, last + 1) - start;
    return -1;
  }

  private boolean isAt(int index, Bytes delimiter) {
    for (int i = 1; i < delimiter.length(); i++) {
      if (source.get(index + i) != delimiter.at(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable String utf8Until(char delimiter, int most) {
    if (delimiter > 127) {
      throw new IllegalArgumentException("the delimiter must be an ASCII character");
    }
    Bytes taken = bytesUntil(Ascii.of(delimiter), most);
    return taken == null ? null : text(taken);
  }

  /// The 128 delimiters of text.
  private static final class Ascii {
    private static final Bytes[] ALL = new Bytes[128];

    static {
      for (int i = 0; i < ALL.length; i++) {
        ALL[i] = Bytes.copyOf(new byte[] {(byte) i});
      }
    }

    static Bytes of(char character) {
      return ALL[character];
    }
  }

  @Override
  public Bytes rest(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("a count is not negative: " + most);
    }
    return take(Math.min(most, end - at));
  }

  @Override
  public void skip(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative: " + count);
    }
    checkHas(count);
    at += count;
  }

  @Override
  public int position() {
    return at - start;
  }

  @Override
  public <D extends Metadata> Optional<D> metadata(Class<D> kind) {
    return below.metadata(kind);
  }

  @Override
  public void tell(Metadata metadata) {
    told = told.with(metadata);
  }

  @Override
  public MalformedMessageException malformed(String why) {
    return MalformedMessageException.at(position(), why, null);
  }
}
