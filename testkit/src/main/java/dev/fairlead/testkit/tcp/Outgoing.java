package dev.fairlead.testkit.tcp;

import dev.fairlead.testkit.net.Range;
import dev.fairlead.testkit.time.Due;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes out: kept until it is acknowledged, sent as windows allow, sent again when it seems
/// lost.
final class Outgoing {
  /// How much a writer may leave here.
  static final int ROOM = 1 << 20;

  /// Linux's `tcp_retries2`.
  private static final int RETRIES_MAX = 15;

  private final Wire wire;
  private final RoundTrips roundTrips = new RoundTrips();
  private final Congestion congestion;
  private final Scoreboard board = new Scoreboard();
  private final ByteRing kept = new ByteRing();
  private int maximumSize;
  private boolean delaysPartial;

  /// The first number that is not acknowledged, the next to be sent, and the first never sent.
  private long unacknowledged = 1;

  private long next = 1;
  private long fresh = 1;
  private long peerWindow;
  private boolean finAsked;
  private boolean finAcknowledged;
  private @Nullable Due timer;
  private int retries;
  private long silentSince;
  private long dropNanos = Long.MAX_VALUE;

  /// The segment whose round trip is measured, ends here; negative when none is.
  private long timedEnd = -1;

  private long timedAt;
  private long sentBytes;
  private long repeatedBytes;
  private long repeatedSegments;

  /// What it needs of its socket.
  interface Wire {
    long now();

    Due after(long nanos, Runnable event);

    void emit(long sequence, byte[] bytes, boolean fin, boolean psh);

    /// There is room again.
    void roomAgain();

    /// The peer does not answer any more.
    void gaveUp();

    /// Everything, the end included, is acknowledged.
    void allThere();
  }

  Outgoing(Wire wire, int maximumSize) {
    this.wire = wire;
    this.maximumSize = maximumSize;
    this.congestion = new Congestion(maximumSize);
  }

  RoundTrips roundTrips() {
    return roundTrips;
  }

  void use(int newMaximumSize) {
    maximumSize = newMaximumSize;
    congestion.use(newMaximumSize);
  }

  /// A router said that less fits: what is on the way is sent again in smaller pieces.
  void shrink(int newMaximumSize) {
    if (newMaximumSize < maximumSize) {
      maximumSize = newMaximumSize;
      board.distrust(unacknowledged);
      next = unacknowledged;
      push();
    }
  }

  void delayPartial(boolean on) {
    delaysPartial = on;
  }

  void dropAfter(long nanos) {
    dropNanos = nanos;
  }

  int room() {
    return finAsked ? 0 : Math.max(0, ROOM - kept.length());
  }

  boolean isFinAsked() {
    return finAsked;
  }

  boolean isFinAcknowledged() {
    return finAcknowledged;
  }

  void window(long bytes) {
    peerWindow = bytes;
  }

  void write(byte[] bytes) {
    kept.append(bytes);
  }

  void finish() {
    finAsked = true;
  }

  private long endOfBytes() {
    return unacknowledged + kept.length();
  }

  /// Sends what may be sent: first what seems lost, then what follows.
  void push() {
    if (finAcknowledged) {
      return;
    }
    if (congestion.isRecovering()) {
      repair();
    }
    long end = endOfBytes();
    while (next < end) {
      next = next < fresh ? Math.min(board.skip(next), end) : next;
      long room = Math.min(congestion.window() - flight(), unacknowledged + peerWindow - next);
      long wanted = Math.min(Math.min(maximumSize, end - next), board.nextThere(next) - next);
      long count = Math.min(wanted, room);
      boolean held = count < wanted || delaysPartial && count < maximumSize && !finAsked;
      if (count <= 0 || held && next > unacknowledged) {
        break;
      }
      send((int) count, end);
    }
    if (finAsked && next == end) {
      send(0, end);
    }
    arm();
  }

  /// Bytes that are on the way, as far as one can tell (RFC 6675, "pipe").
  private long flight() {
    return next - unacknowledged - board.bytes() - board.lostBytes(unacknowledged, maximumSize);
  }

  private void repair() {
    while (flight() + maximumSize <= congestion.window()) {
      long lost = board.firstLost(unacknowledged, maximumSize);
      if (lost < 0 || lost >= next) {
        return;
      }
      repeat(lost);
    }
  }

  private void repeat(long from) {
    // RFC 6298 §3: what is sent twice is not measured.
    timedEnd = -1;
    long resume = next;
    long end = endOfBytes();
    next = from;
    long count = Math.min(Math.min(maximumSize, end - next), board.nextThere(next) - next);
    if (count > 0 || finAsked && next == end) {
      send((int) Math.max(count, 0), end);
    }
    board.repairedUpTo(Math.max(next, from + 1));
    next = Math.max(next, resume);
  }

  private void send(int count, long end) {
    byte[] bytes = kept.copy((int) (next - unacknowledged), count);
    boolean last = next + count == end;
    boolean fin = finAsked && last;
    if (next < fresh) {
      repeatedBytes += Math.min(count, fresh - next);
      repeatedSegments++;
    } else if (timedEnd < 0) {
      timedEnd = next + count + (fin ? 1 : 0);
      timedAt = wire.now();
    }
    sentBytes += count;
    if (next == unacknowledged && next >= fresh) {
      silentSince = wire.now();
    }
    long sequence = next;
    next += count + (fin ? 1 : 0);
    fresh = Math.max(fresh, next);
    wire.emit(sequence, bytes, fin, last);
  }

  /// Hears an acknowledgement.
  ///
  /// @param has what the peer has beyond it
  void acknowledged(long upTo, long window, List<Range> has) {
    peerWindow = window;
    if (upTo > fresh) {
      return;
    }
    board.learn(has);
    if (upTo > unacknowledged) {
      advance(upTo);
    }
    if (!congestion.isRecovering() && board.showsLoss(maximumSize)) {
      congestion.lost(next - unacknowledged, fresh);
    }
    push();
  }

  private void advance(long upTo) {
    long bytes = upTo - unacknowledged;
    int room = room();
    long content = Math.min(bytes, kept.length());
    kept.drop((int) content);
    finAcknowledged = finAsked && bytes > content;
    unacknowledged = finAcknowledged ? upTo : unacknowledged + content;
    next = Math.max(next, upTo);
    retries = 0;
    silentSince = wire.now();
    if (timedEnd >= 0 && upTo >= timedEnd) {
      roundTrips.measured(wire.now() - timedAt);
      timedEnd = -1;
    }
    board.advance(unacknowledged);
    congestion.acknowledged(bytes, upTo);
    disarm();
    if (finAcknowledged) {
      wire.allThere();
    } else if (room < ROOM / 2 && room() >= ROOM / 2 || room == 0 && room() > 0) {
      wire.roomAgain();
    }
  }

  private void arm() {
    boolean onTheWay = next > unacknowledged;
    boolean blocked = !onTheWay && kept.length() > 0;
    if ((onTheWay || blocked) && timer == null) {
      timer = wire.after(roundTrips.timeout(), this::timedOut);
    }
  }

  void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void timedOut() {
    timer = null;
    boolean probing = next == unacknowledged && peerWindow == 0;
    retries++;
    boolean silent = wire.now() - silentSince >= dropNanos;
    if (!probing && (retries > RETRIES_MAX || silent)) {
      wire.gaveUp();
      return;
    }
    roundTrips.backOff();
    timedEnd = -1;
    if (probing) {
      // RFC 9293 §3.8.6.1: one byte beyond the window asks for its size.
      probe();
    } else {
      congestion.timedOut(next - unacknowledged);
      board.distrust(unacknowledged);
      next = unacknowledged;
      push();
    }
    arm();
  }

  private void probe() {
    byte[] bytes = kept.copy(0, 1);
    fresh = Math.max(fresh, unacknowledged + 1);
    wire.emit(unacknowledged, bytes, false, false);
    if (timer == null) {
      timer = wire.after(roundTrips.timeout(), this::timedOut);
    }
  }

  /// The number that the next segment has.
  long next() {
    return next;
  }

  /// The counters, for reports.
  Counts counts() {
    return new Counts(
        sentBytes, repeatedBytes, repeatedSegments, congestion.window() / maximumSize);
  }

  /// @param sentBytes with what was repeated
  /// @param windowSegments the congestion window
  record Counts(long sentBytes, long repeatedBytes, long repeatedSegments, long windowSegments) {}
}
