package dev.fairlead.testkit.tcp;

import dev.fairlead.testkit.net.Range;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the peer has of that which is on the way, and what of the rest seems lost (RFC 6675).
final class Scoreboard {
  /// RFC 6675 §2: so many segments above a gap mean that it is lost.
  private static final int DUPLICATES = 3;

  /// Beginnings to ends; they neither overlap nor touch.
  private final TreeMap<Long, Long> there = new TreeMap<>();

  /// Below this number everything was repaired that seemed lost.
  private long repaired;

  void learn(List<Range> ranges) {
    for (Range each : ranges) {
      add(each.from(), each.to());
    }
  }

  private void add(long from, long to) {
    long first = from;
    long last = to;
    for (Map.Entry<Long, Long> near = there.floorEntry(last);
        near != null && near.getValue() >= first;
        near = there.floorEntry(last)) {
      first = Math.min(first, near.getKey());
      last = Math.max(last, near.getValue());
      there.remove(near.getKey());
    }
    there.put(first, last);
  }

  /// All below is acknowledged.
  void advance(long unacknowledged) {
    while (!there.isEmpty() && there.firstKey() < unacknowledged) {
      Map.Entry<Long, Long> first = there.pollFirstEntry();
      if (first.getValue() > unacknowledged) {
        there.put(unacknowledged, first.getValue());
      }
    }
    repaired = Math.max(repaired, unacknowledged);
  }

  /// What was repaired may have been lost again.
  void distrust(long unacknowledged) {
    repaired = unacknowledged;
  }

  void repairedUpTo(long number) {
    repaired = Math.max(repaired, number);
  }

  long bytes() {
    long bytes = 0;
    for (Map.Entry<Long, Long> each : there.entrySet()) {
      bytes += each.getValue() - each.getKey();
    }
    return bytes;
  }

  /// Whether enough came after the first gap to call it lost.
  boolean showsLoss(int maximumSize) {
    return bytes() >= (long) DUPLICATES * maximumSize || there.size() >= DUPLICATES;
  }

  /// Below this number what is missing counts as lost.
  private long lostBelow(int maximumSize) {
    return there.isEmpty() ? 0 : there.lastEntry().getValue() - (long) DUPLICATES * maximumSize;
  }

  /// Bytes that seem lost and were not sent again.
  long lostBytes(long unacknowledged, int maximumSize) {
    long at = Math.max(unacknowledged, repaired);
    long end = lostBelow(maximumSize);
    long lost = 0;
    while (at < end) {
      at = skip(at);
      long next = Math.min(end, nextThere(at));
      if (next > at) {
        lost += next - at;
      }
      at = Math.max(next, at + 1);
    }
    return lost;
  }

  /// The first byte that seems lost and was not sent again, negative when there is none.
  long firstLost(long unacknowledged, int maximumSize) {
    long at = skip(Math.max(unacknowledged, repaired));
    return at < lostBelow(maximumSize) || at == unacknowledged && repaired <= at ? at : -1;
  }

  /// The first number from here on that the peer has not got.
  long skip(long number) {
    Map.Entry<Long, Long> around = there.floorEntry(number);
    return around != null && around.getValue() > number ? around.getValue() : number;
  }

  /// The first number from here on that the peer has.
  long nextThere(long number) {
    Long next = there.ceilingKey(number);
    return next == null ? Long.MAX_VALUE : next;
  }
}
