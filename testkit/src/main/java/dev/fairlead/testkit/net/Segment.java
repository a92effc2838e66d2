package dev.fairlead.testkit.net;

import dev.fairlead.Bytes;
import java.util.List;

/// A segment of TCP (RFC 9293 §3.1). Numbers are counted from the first SYN, which has 0, and never
/// wrap.
///
/// @param flags SYN, ACK, FIN, RST, PSH
/// @param sequence the number of the first byte
/// @param acknowledgement the next byte that is expected; counts with ACK
/// @param window how many bytes the sender takes
/// @param maximumSize the option of RFC 9293 §3.7.1, in a SYN; else 0
/// @param has what came beyond the acknowledgement (RFC 2018)
/// @param bytes what it carries
public record Segment(
    Flags flags,
    long sequence,
    long acknowledgement,
    long window,
    int maximumSize,
    List<Range> has,
    Bytes bytes)
    implements Content {
  /// Takes the ranges.
  public Segment {
    has = List.copyOf(has);
  }

  /// A segment without ranges and bytes.
  public Segment(Flags flags, long sequence, long acknowledgement, long window, int maximumSize) {
    this(flags, sequence, acknowledgement, window, maximumSize, List.of(), Bytes.empty());
  }

  /// Bytes of TCP's header without options.
  public static final int HEADER = 20;

  private static final int SYN_OPTIONS = 8;

  /// The bits of the header.
  public record Flags(boolean syn, boolean ack, boolean fin, boolean rst, boolean psh) {
    /// The first segment of all.
    public static final Flags SYN = new Flags(true, false, false, false, false);

    /// The answer to it.
    public static final Flags SYN_ACK = new Flags(true, true, false, false, false);

    /// An acknowledgement.
    public static final Flags ACK = new Flags(false, true, false, false, false);

    /// The end at once.
    public static final Flags RST = new Flags(false, false, false, true, false);

    /// The same, in answer to a segment without ACK.
    public static final Flags RST_ACK = new Flags(false, true, false, true, false);

    /// Of a segment with data.
    public static Flags data(boolean fin, boolean psh) {
      return new Flags(false, true, fin, false, psh);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      add(text, syn, "SYN");
      add(text, fin, "FIN");
      add(text, rst, "RST");
      add(text, psh, "PSH");
      add(text, ack, "ACK");
      return text.toString();
    }

    private static void add(StringBuilder text, boolean on, String name) {
      if (on) {
        text.append(text.isEmpty() ? "" : "+").append(name);
      }
    }
  }

  @Override
  public int size() {
    int options = (flags.syn ? SYN_OPTIONS : 0) + (has.isEmpty() ? 0 : 4 + 8 * has.size());
    return HEADER + options + bytes.length();
  }

  /// The number after its last byte; SYN and FIN count as one each.
  public long end() {
    return sequence + bytes.length() + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("tcp ").append(flags).append(" seq ").append(sequence);
    if (flags.ack) {
      text.append(" ack ").append(acknowledgement);
    }
    if (!flags.rst) {
      text.append(" win ").append(window);
    }
    for (Range each : has) {
      text.append(" has ").append(each.from()).append('-').append(each.to());
    }
    if (bytes.length() > 0) {
      text.append(" ").append(bytes.length()).append(" B");
    }
    return text.toString();
  }
}
