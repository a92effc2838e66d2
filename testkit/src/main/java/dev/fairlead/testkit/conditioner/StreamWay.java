package dev.fairlead.testkit.conditioner;

import dev.fairlead.testkit.link.Impairment;
import dev.fairlead.testkit.link.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One direction of a byte stream on a bad link: when each segment arrives, with lost ones sent
/// again and everything in order. It has no clock: every call says what time it is.
///
/// @param <T> what a segment carries
final class StreamWay<T> {
  /// As much as Linux lets a connection have under way unless it is told otherwise
  /// (`tcp_wmem`).
  static final int WINDOW = 4 << 20;

  /// IPv4 and TCP without options.
  static final int HEADERS = 40;

  /// Nothing is due.
  static final long NEVER = Long.MAX_VALUE;

  /// What Linux adds to the round trip at least.
  private static final long RESEND_LEAST = 200_000_000L;

  /// RFC 6298 §5.5 lets the time double; Linux stops at two minutes.
  private static final long RESEND_MOST = 120_000_000_000L;

  /// RFC 5681 §3.2: three duplicate acknowledgements.
  private static final int PASSED = 3;

  private final Impairment way;
  private final long backNanos;
  private final ArrayDeque<Segment<T>> row = new ArrayDeque<>();
  private final List<Segment<T>> lost = new ArrayList<>();
  private int underWay;
  private long sent;
  private long resent;

  /// Whether one that is due again waits for the link's queue, and with it all new ones.
  private boolean resendWaits;

  private static final class Segment<T> {
    private final T content;
    private final int bytes;

    /// When it arrives, or [#NEVER] as long as it is lost.
    private long atNanos = NEVER;

    /// When it is sent again, if it is lost.
    private long againNanos;

    /// How long it is waited for before that; doubles.
    private long patienceNanos;

    /// How many later ones passed it since it was sent.
    private int passed;

    Segment(T content, int bytes) {
      this.content = content;
      this.bytes = bytes;
    }
  }

  /// @param backNanos how long acknowledgements take
  StreamWay(Impairment way, long backNanos) {
    this.way = way;
    this.backNanos = backNanos;
  }

  /// Whether a segment of `bytes` may leave now: the link's queue and the window have room.
  boolean admits(long nowNanos, int bytes) {
    return !resendWaits
        && underWay + bytes <= Math.max(WINDOW, bytes)
        && roomNanos(nowNanos, bytes) <= nowNanos;
  }

  /// From when the link's queue has room for a segment of `bytes`.
  long roomNanos(long nowNanos, int bytes) {
    long waiting = way.queuedBytes(nowNanos);
    long over = waiting + bytes + HEADERS - way.way().line().queue();
    if (waiting == 0 || over <= 0) {
      return nowNanos;
    }
    long rate = way.way().line().rate().orElseThrow();
    long nanos = (long) Math.ceil(Math.min(over, waiting) * 8e9 / rate);
    return nowNanos + Math.max(1, nanos);
  }

  /// A segment leaves. It was admitted, or it waits as a lost one does.
  void send(long nowNanos, T content, int bytes) {
    Segment<T> segment = new Segment<>(content, bytes);
    row.addLast(segment);
    underWay += bytes;
    sent++;
    offer(nowNanos, segment);
    if (segment.atNanos != NEVER) {
      passed(segment.atNanos);
    }
  }

  /// The first in the row, whether it has arrived or not; null when nothing is under way.
  @Nullable T first() {
    Segment<T> first = row.peekFirst();
    return first == null ? null : first.content;
  }

  /// The next one in order that has arrived, null when there is none.
  @Nullable T arrived(long nowNanos) {
    resend(nowNanos);
    Segment<T> first = row.peekFirst();
    if (first == null || first.atNanos > nowNanos) {
      return null;
    }
    row.removeFirst();
    underWay -= first.bytes;
    return first.content;
  }

  /// When something happens next, [#NEVER] when nothing is under way.
  long dueNanos() {
    Segment<T> first = row.peekFirst();
    long due = first == null ? NEVER : first.atNanos;
    for (Segment<T> each : lost) {
      due = Math.min(due, each.againNanos);
    }
    return due;
  }

  /// Everything that is under way, which is forgotten.
  List<T> drain() {
    List<T> all = row.stream().map(segment -> segment.content).toList();
    row.clear();
    lost.clear();
    underWay = 0;
    return all;
  }

  /// How many segments were sent, each counted once.
  long sent() {
    return sent;
  }

  /// How often one was sent again.
  long resent() {
    return resent;
  }

  private void offer(long nowNanos, Segment<T> segment) {
    Passage passage = way.offer(nowNanos, segment.bytes + HEADERS);
    // A checksum finds what is corrupted, so it counts as lost.
    if (passage instanceof Passage.Arrives arrives && !arrives.corrupted()) {
      segment.atNanos = arrives.atNanos();
      return;
    }
    if (segment.patienceNanos == 0) {
      long there = way.busyNanos(nowNanos) + way.way().timing().delay().toNanos();
      segment.patienceNanos = there + backNanos + RESEND_LEAST;
    } else {
      segment.patienceNanos = Math.min(RESEND_MOST, segment.patienceNanos * 2);
    }
    segment.againNanos = nowNanos + segment.patienceNanos;
    segment.passed = 0;
    lost.add(segment);
  }

  /// One that left later arrives then: three of them tell the sender of a loss.
  private void passed(long atNanos) {
    for (Segment<T> each : lost) {
      each.passed++;
      if (each.passed == PASSED) {
        each.againNanos = Math.min(each.againNanos, atNanos + backNanos);
      }
    }
  }

  /// Sends again what is due, as far as the link's queue has room.
  void resend(long nowNanos) {
    resendWaits = false;
    for (int i = 0; i < lost.size(); i++) {
      Segment<T> each = lost.get(i);
      long room = roomNanos(nowNanos, each.bytes);
      if (each.againNanos <= nowNanos && room > nowNanos) {
        resendWaits = true;
        each.againNanos = room;
      } else if (each.againNanos <= nowNanos) {
        lost.remove(i);
        i--;
        resent++;
        // If it is lost again it goes to the end of the list, with a time that is not due yet.
        offer(nowNanos, each);
      }
    }
  }
}
