package dev.fairlead.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What one direction of a [Link] does to packets. Each method gives a changed copy.
///
/// A packet meets, in this order: the largest size; the queue, if the line is busy; the line, which
/// takes its time by the rate; loss; delay and jitter; reordering, duplication and corruption.
///
/// @param timing how long packets are under way
/// @param line how fast they leave, and how many wait for that
/// @param loss how many get lost
/// @param mischief what else happens to them
/// @param size which are too big
public record LinkDirection(Timing timing, Line line, Loss loss, Mischief mischief, Size size) {
  private static final Duration DELAY_MOST = Duration.ofHours(1);
  private static final long RATE_MOST = 1_000_000_000_000L;

  private static final LinkDirection PERFECT =
      new LinkDirection(
          new Timing(Duration.ZERO, Duration.ZERO),
          new Line(OptionalLong.empty(), OptionalInt.empty(), Optional.empty()),
          Loss.NONE,
          new Mischief(0, 0, 0, Optional.empty()),
          new Size(OptionalInt.empty(), false));

  /// How long packets are under way.
  ///
  /// @param delay from the end of the line to the other side
  /// @param jitter how far a single packet's delay may be from that, evenly spread, both ways
  public record Timing(Duration delay, Duration jitter) {
    /// Checks the durations.
    public Timing {
      checked("delay", delay);
      checked("jitter", jitter);
    }
  }

  /// How fast packets leave.
  ///
  /// @param rate bits per second; empty for no limit
  /// @param queueBytes how many bytes may wait for the line; empty for another bound
  /// @param queueTime how long the line may be busy with what waits; empty for another bound
  public record Line(OptionalLong rate, OptionalInt queueBytes, Optional<Duration> queueTime) {
    /// The least that waits for a line unless it is said otherwise.
    public static final int QUEUE_LEAST = 64 * 1024;

    /// How long the line may be busy with what waits unless it is said otherwise.
    public static final Duration QUEUE_TIME = Duration.ofMillis(250);

    /// Checks rate and bounds.
    public Line {
      if (rate.isPresent() && (rate.getAsLong() < 1 || rate.getAsLong() > RATE_MOST)) {
        throw new IllegalArgumentException(
            "a rate is between 1 and 10^12 bits per second, not " + rate.getAsLong());
      }
      if (queueBytes.isPresent() && queueBytes.getAsInt() < 0) {
        throw new IllegalArgumentException("a queue is not negative");
      }
      queueTime.ifPresent(time -> checked("queue", time));
    }

    /// How many bytes may wait at this rate: what was asked for, or what passes in 250 ms, at least
    /// 64 KiB. Without a rate nothing ever waits.
    public long queue() {
      if (queueBytes.isPresent()) {
        return queueBytes.getAsInt();
      }
      long perSecond = rate.orElse(0) / 8;
      return queueTime
          .map(time -> bytes(perSecond, time))
          .orElseGet(() -> Math.max(QUEUE_LEAST, bytes(perSecond, QUEUE_TIME)));
    }

    private static long bytes(long perSecond, Duration time) {
      return Math.round(perSecond * (time.toNanos() / 1e9));
    }
  }

  /// What else happens on the way.
  ///
  /// @param duplicate the share of packets that arrives twice
  /// @param corrupt the share of packets in which one bit flips
  /// @param reorder the share of packets that later ones overtake
  /// @param heldBack how long such a packet is held back; empty for as long as the delay is, and at
  /// least a millisecond
  public record Mischief(
      double duplicate, double corrupt, double reorder, Optional<Duration> heldBack) {
    /// Checks the shares.
    public Mischief {
      duplicate = Shares.checked("duplicate", duplicate);
      corrupt = Shares.checked("corrupt", corrupt);
      reorder = Shares.checked("reorder", reorder);
      heldBack.ifPresent(time -> checked("the time a packet is held back", time));
    }
  }

  /// Which packets are too big.
  ///
  /// @param mtu the largest packet in bytes with its IP header; empty for no limit
  /// @param silent whether a larger one vanishes without an answer: a black hole for big packets
  public record Size(OptionalInt mtu, boolean silent) {
    /// Checks the size.
    public Size {
      // RFC 791: every link passes 68 bytes.
      if (mtu.isPresent() && mtu.getAsInt() < 68) {
        throw new IllegalArgumentException("an MTU is at least 68 bytes, not " + mtu.getAsInt());
      }
    }
  }

  /// Checks that nothing is missing.
  public LinkDirection {
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(mischief, "mischief");
    Objects.requireNonNull(size, "size");
  }

  /// Passes everything at once.
  public static LinkDirection perfect() {
    return PERFECT;
  }

  /// Every packet takes this long, beside the time on the line.
  public LinkDirection delay(Duration delay) {
    return timing(new Timing(delay, timing.jitter));
  }

  /// A packet may take this much more or less, evenly spread. It never overtakes another one: it
  /// waits for it, so packets in quick succession take a little longer on average. Nor is it faster
  /// than light: with a jitter above the delay the least is 0.
  public LinkDirection jitter(Duration jitter) {
    return timing(new Timing(timing.delay, jitter));
  }

  /// The line passes this many bits per second.
  public LinkDirection rate(long bitsPerSecond) {
    return line(new Line(OptionalLong.of(bitsPerSecond), line.queueBytes, line.queueTime));
  }

  /// The line passes everything at once.
  public LinkDirection unlimited() {
    return line(new Line(OptionalLong.empty(), line.queueBytes, line.queueTime));
  }

  /// At most this many bytes wait for the line; what comes then is lost.
  public LinkDirection queue(int bytes) {
    return line(new Line(line.rate, OptionalInt.of(bytes), Optional.empty()));
  }

  /// What waits for the line takes it at most this long; what comes then is lost.
  public LinkDirection queue(Duration longest) {
    return line(new Line(line.rate, OptionalInt.empty(), Optional.of(longest)));
  }

  /// This share of packets is lost, each independently.
  public LinkDirection loss(double share) {
    return loss(new Loss.Independent(share));
  }

  /// Packets are lost in bursts: this share of all, `burst` in a row on average.
  public LinkDirection loss(double share, double burst) {
    return loss(Loss.Bursty.of(share, burst));
  }

  /// Packets are lost this way.
  public LinkDirection loss(Loss how) {
    return new LinkDirection(timing, line, how, mischief, size);
  }

  /// This share of packets arrives twice.
  public LinkDirection duplicate(double share) {
    return mischief(new Mischief(share, mischief.corrupt, mischief.reorder, mischief.heldBack));
  }

  /// In this share of packets one bit flips.
  public LinkDirection corrupt(double share) {
    return mischief(new Mischief(mischief.duplicate, share, mischief.reorder, mischief.heldBack));
  }

  /// This share of packets is held back, for as long as the delay is and at least a millisecond, so
  /// that later ones overtake them.
  public LinkDirection reorder(double share) {
    return mischief(new Mischief(mischief.duplicate, mischief.corrupt, share, Optional.empty()));
  }

  /// This share of packets is held back for so long, and later ones overtake them.
  public LinkDirection reorder(double share, Duration heldBack) {
    return mischief(
        new Mischief(mischief.duplicate, mischief.corrupt, share, Optional.of(heldBack)));
  }

  /// Packets above this size, IP header included, are refused with an answer (RFC 1191, RFC 8201).
  public LinkDirection mtu(int bytes) {
    return size(new Size(OptionalInt.of(bytes), false));
  }

  /// Packets above this size vanish without an answer.
  public LinkDirection mtuBlackHole(int bytes) {
    return size(new Size(OptionalInt.of(bytes), true));
  }

  private LinkDirection timing(Timing changed) {
    return new LinkDirection(changed, line, loss, mischief, size);
  }

  private LinkDirection line(Line changed) {
    return new LinkDirection(timing, changed, loss, mischief, size);
  }

  private LinkDirection mischief(Mischief changed) {
    return new LinkDirection(timing, line, loss, changed, size);
  }

  private LinkDirection size(Size changed) {
    return new LinkDirection(timing, line, loss, mischief, changed);
  }

  private static void checked(String what, Duration time) {
    if (time.isNegative() || time.compareTo(DELAY_MOST) > 0) {
      throw new IllegalArgumentException(what + " is between 0 and an hour, not " + time);
    }
  }

  /// `delay=35ms,rate=12Mbit`, as [Link#parse] reads it; `perfect` when it does nothing.
  @Override
  public String toString() {
    return LinkText.of(this);
  }
}
