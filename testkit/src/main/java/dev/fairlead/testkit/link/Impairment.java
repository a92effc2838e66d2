package dev.fairlead.testkit.link;

import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.Loss;
import java.util.random.RandomGenerator;

/// One direction of a link at work: decides for each packet when it arrives, or why not. It has no
/// clock and no thread; packets are offered in the order of their times.
///
/// ```
/// offered ─▶ up? ─▶ size ─▶ queue ─▶ line (rate) ─▶ loss ─▶ delay ± jitter ─▶ arrives
/// ```
///
/// A packet that is lost by chance has used the line before. Chance is asked only for what the
/// direction has: a link without loss and jitter takes nothing from the random source.
public final class Impairment {
  private static final long SECOND = 1_000_000_000L;
  private static final long HELD_LEAST = 1_000_000L;

  /// So that bits times nanoseconds fit into a `long`.
  private static final int BYTES_MOST = 1 << 30;

  private final RandomGenerator random;
  private LinkDirection way;
  private Openness openness = Openness.OPEN;

  /// When the line is done with all that was admitted.
  private long lineFreeNanos = Long.MIN_VALUE;

  /// What the line still owes of a nanosecond, in parts of the rate.
  private long remainder;

  /// The last packet arrives then; a later one not earlier.
  private long lastArrivalNanos = Long.MIN_VALUE;

  /// The state of [Loss.Bursty].
  private boolean bad;

  /// Whether the direction passes anything at all.
  public enum Openness {
    /// It works.
    OPEN,
    /// It is down, and whoever sends may be told.
    DOWN,
    /// It takes everything, and nothing arrives.
    BLACK_HOLE
  }

  /// @param random where chance comes from; used by this direction only, so that it repeats
  public Impairment(LinkDirection way, RandomGenerator random) {
    this.way = way;
    this.random = random;
  }

  /// What it does at present.
  public LinkDirection way() {
    return way;
  }

  /// From now on it does this. What is on the line or on its way stays as it was; nothing that is
  /// offered later overtakes it.
  public void become(LinkDirection changed) {
    if (!changed.line().rate().equals(way.line().rate())) {
      remainder = 0;
    }
    if (!changed.loss().equals(way.loss())) {
      bad = false;
    }
    way = changed;
  }

  /// Whether it passes anything.
  public Openness openness() {
    return openness;
  }

  /// Opens or closes it for what is offered from now on.
  public void become(Openness changed) {
    openness = changed;
  }

  /// How many bytes would wait for the line before one that is offered at `nowNanos`.
  public long queuedBytes(long nowNanos) {
    if (way.line().rate().isEmpty() || lineFreeNanos <= nowNanos) {
      return 0;
    }
    return bytesIn(lineFreeNanos - nowNanos, way.line().rate().getAsLong());
  }

  /// How long the line is busy from `nowNanos` on with what was admitted.
  public long busyNanos(long nowNanos) {
    return lineFreeNanos <= nowNanos ? 0 : lineFreeNanos - nowNanos;
  }

  /// A packet of `bytes`, IP header included, is to leave at `nowNanos`.
  public Passage offer(long nowNanos, int bytes) {
    if (bytes < 0 || bytes > BYTES_MOST) {
      throw new IllegalArgumentException("a packet has 0 to 2^30 bytes, not " + bytes);
    }
    if (openness != Openness.OPEN) {
      return new Passage.Dropped(openness == Openness.DOWN ? Drop.DOWN : Drop.BLACK_HOLE);
    }
    if (bytes > way.size().mtu().orElse(Integer.MAX_VALUE)) {
      return new Passage.Dropped(way.size().silent() ? Drop.TOO_BIG_SILENT : Drop.TOO_BIG);
    }
    long leftNanos = nowNanos;
    if (way.line().rate().isPresent()) {
      // A packet that finds the line free does not wait, however small the queue is.
      long waiting = queuedBytes(nowNanos);
      if (lineFreeNanos > nowNanos && waiting + bytes > way.line().queue()) {
        return new Passage.Dropped(Drop.QUEUE_FULL);
      }
      leftNanos = transmitted(nowNanos, bytes, way.line().rate().getAsLong());
    }
    if (isLost()) {
      return new Passage.Dropped(Drop.LOST);
    }
    return arrival(leftNanos, bytes);
  }

  private long transmitted(long nowNanos, int bytes, long rate) {
    long beginNanos = nowNanos;
    if (lineFreeNanos > nowNanos) {
      beginNanos = lineFreeNanos;
    } else {
      remainder = 0;
    }
    long owed = bytes * 8L * SECOND + remainder;
    lineFreeNanos = beginNanos + owed / rate;
    remainder = owed % rate;
    return lineFreeNanos;
  }

  private static long bytesIn(long nanos, long rate) {
    long seconds = nanos / SECOND;
    // Below a second the product of nanoseconds and rate would not fit into a long.
    return seconds * (rate / 8) + Math.round(nanos % SECOND * (rate / 8.0) / SECOND);
  }

  private boolean isLost() {
    return switch (way.loss()) {
      case Loss.Independent(double share) -> happens(share);
      case Loss.Bursty model -> {
        bad = bad ? !happens(model.toGood()) : happens(model.toBad());
        yield happens(bad ? model.lossInBad() : model.lossInGood());
      }
    };
  }

  private Passage arrival(long leftNanos, int bytes) {
    LinkDirection.Timing timing = way.timing();
    LinkDirection.Mischief mischief = way.mischief();
    long delayNanos = timing.delay().toNanos();
    long jitterNanos = timing.jitter().toNanos();
    if (jitterNanos > 0) {
      delayNanos = Math.max(0, delayNanos + random.nextLong(-jitterNanos, jitterNanos + 1));
    }
    // The line of a faster rate or a shorter delay, set meanwhile, lets nobody pass.
    long atNanos = Math.max(leftNanos + delayNanos, lastArrivalNanos);
    boolean heldBack = happens(mischief.reorder());
    if (heldBack) {
      atNanos += heldNanos(timing, mischief);
    } else {
      lastArrivalNanos = atNanos;
    }
    int copies = happens(mischief.duplicate()) ? 2 : 1;
    long flipped = bytes > 0 && happens(mischief.corrupt()) ? random.nextLong(bytes * 8L) : -1;
    return new Passage.Arrives(atNanos, copies, flipped, heldBack);
  }

  private static long heldNanos(LinkDirection.Timing timing, LinkDirection.Mischief mischief) {
    return mischief.heldBack().isPresent()
        ? mischief.heldBack().get().toNanos()
        : Math.max(HELD_LEAST, timing.delay().toNanos());
  }

  private boolean happens(double share) {
    return share > 0 && (share >= 1 || random.nextDouble() < share);
  }
}
