package dev.fairlead.testkit.tcp;

import dev.fairlead.testkit.net.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What came: in order for the reader, out of order until the gap is filled. Its free room is the
/// window that the peer is told.
final class Incoming {
  /// A middling value of large systems; it does not grow.
  static final int ROOM = 1 << 20;

  private static final int RANGES_MAX = 4;

  private final ArrayDeque<byte[]> ready = new ArrayDeque<>();
  private final TreeMap<Long, byte[]> early = new TreeMap<>();
  private int readyBytes;
  private long next = 1;
  private long end = Long.MAX_VALUE;
  private long received;

  /// The next number that is expected; after the end that of the FIN plus one.
  long next() {
    return next;
  }

  int window() {
    return ROOM - readyBytes;
  }

  long received() {
    return received;
  }

  boolean hasGap() {
    return !early.isEmpty();
  }

  /// What came beyond the gap, the first ranges first (RFC 2018 has room for four).
  List<Range> early() {
    if (early.isEmpty()) {
      return List.of();
    }
    List<Range> ranges = new ArrayList<>();
    for (Map.Entry<Long, byte[]> each : early.entrySet()) {
      long to = each.getKey() + each.getValue().length;
      Range last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && each.getKey() <= last.to()) {
        ranges.set(ranges.size() - 1, new Range(last.from(), Math.max(to, last.to())));
      } else {
        ranges.add(new Range(each.getKey(), to));
      }
    }
    return ranges.size() <= RANGES_MAX ? ranges : told(ranges);
  }

  /// The latest range has to be told, and the others become known one after the other.
  private static List<Range> told(List<Range> ranges) {
    return ranges.subList(ranges.size() - RANGES_MAX, ranges.size());
  }

  boolean hasBytes() {
    return readyBytes > 0;
  }

  int available() {
    return readyBytes;
  }

  /// Whether all has come, the end included.
  boolean isComplete() {
    return next > end;
  }

  /// Takes what fits into the window.
  ///
  /// @param fin whether the last byte is followed by the end
  /// @return whether anything new is there for the reader
  boolean take(long sequence, byte[] bytes, boolean fin) {
    if (fin) {
      end = Math.min(end, sequence + bytes.length);
    }
    long before = next;
    if (bytes.length > 0 && sequence + bytes.length > next) {
      byte[] fitting = fitting(sequence, bytes);
      if (sequence <= next) {
        append(sequence, fitting);
        fill();
      } else if (fitting.length > 0) {
        byte[] known = early.get(sequence);
        if (known == null || known.length < fitting.length) {
          early.put(sequence, fitting);
        }
      }
    }
    if (next == end) {
      next++;
    }
    return next > before;
  }

  private byte[] fitting(long sequence, byte[] bytes) {
    long room = next + window() - sequence;
    return room >= bytes.length ? bytes : Arrays.copyOf(bytes, (int) Math.max(room, 0));
  }

  private void append(long sequence, byte[] bytes) {
    int known = (int) Math.min(next - sequence, bytes.length);
    byte[] news = known == 0 ? bytes : Arrays.copyOfRange(bytes, known, bytes.length);
    if (news.length > 0) {
      ready.add(news);
      readyBytes += news.length;
      next += news.length;
      received += news.length;
    }
  }

  private void fill() {
    for (Map.Entry<Long, byte[]> first = early.firstEntry();
        first != null && first.getKey() <= next;
        first = early.firstEntry()) {
      early.remove(first.getKey());
      append(first.getKey(), first.getValue());
    }
  }

  /// The next bytes for the reader, null when none are there.
  byte @Nullable [] poll() {
    byte[] bytes = ready.poll();
    if (bytes != null) {
      readyBytes -= bytes.length;
    }
    return bytes;
  }
}
