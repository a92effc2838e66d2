package dev.fairlead;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// TCP (RFC 9293): a stream of bytes, both ways.
///
/// Each method gives a changed copy. What the platform cannot do is listed in the report as
/// approximated or not applied. Connecting to an [Endpoint.Unix] uses the same stack without the
/// options of TCP.
public final class Tcp implements StreamStack<StreamConnection> {
  private static final Tcp DEFAULTS =
      new Tcp(
          new Switches(true, false, false, false, true, false, false, false),
          new KeepAlive(false, Optional.empty(), Optional.empty(), OptionalInt.empty()),
          new Timers(Duration.ofSeconds(10), Optional.empty(), Optional.empty()),
          OptionalInt.empty(),
          Ip.defaults());

  private final Switches switches;
  private final KeepAlive keepAlive;
  private final Timers timers;
  private final OptionalInt maximumSegmentSize;
  private final Ip ip;

  /// What is simply on or off.
  ///
  /// @param noDelay small segments leave at once (Nagle's algorithm off); the default is true,
  /// because sends are already gathered before they reach the socket
  /// @param noPush partial segments wait until the write is complete (`TCP_CORK`)
  /// @param quickAck every segment is acknowledged at once
  /// @param fastOpen data may ride in the first packet (RFC 7413)
  /// @param ecn whether congestion may be signalled by marks (RFC 3168), true by default
  /// @param multipath ask for Multipath TCP (RFC 8684)
  /// @param noOptions send no options of TCP
  /// @param dropUnansweredFin give the connection up when our end stays unanswered
  public record Switches(
      boolean noDelay,
      boolean noPush,
      boolean quickAck,
      boolean fastOpen,
      boolean ecn,
      boolean multipath,
      boolean noOptions,
      boolean dropUnansweredFin) {
    private Switches with(Option option, boolean on) {
      return new Switches(
          option == Option.NO_DELAY ? on : noDelay,
          option == Option.NO_PUSH ? on : noPush,
          option == Option.QUICK_ACK ? on : quickAck,
          option == Option.FAST_OPEN ? on : fastOpen,
          option == Option.ECN ? on : ecn,
          option == Option.MULTIPATH ? on : multipath,
          option == Option.NO_OPTIONS ? on : noOptions,
          option == Option.DROP_UNANSWERED_FIN ? on : dropUnansweredFin);
    }
  }

  private enum Option {
    NO_DELAY,
    NO_PUSH,
    QUICK_ACK,
    FAST_OPEN,
    ECN,
    MULTIPATH,
    NO_OPTIONS,
    DROP_UNANSWERED_FIN
  }

  /// Probes on an idle connection; empty values are the system's.
  ///
  /// @param enabled whether probes are sent, off by default
  /// @param idle how long the connection is idle before the first
  /// @param interval between two probes
  /// @param count unanswered probes after which the connection is lost
  public record KeepAlive(
      boolean enabled, Optional<Duration> idle, Optional<Duration> interval, OptionalInt count) {}

  /// How long things may take.
  ///
  /// @param connect one attempt's handshake, 10 s
  /// @param drop unacknowledged data may wait before the connection is lost (RFC 5482), empty for
  /// the system's
  /// @param persist the peer may keep its window closed this long (RFC 6429), empty for the
  /// system's
  public record Timers(Duration connect, Optional<Duration> drop, Optional<Duration> persist) {}

  private Tcp(
      Switches switches,
      KeepAlive keepAlive,
      Timers timers,
      OptionalInt maximumSegmentSize,
      Ip ip) {
    this.switches = switches;
    this.keepAlive = keepAlive;
    this.timers = timers;
    this.maximumSegmentSize = maximumSegmentSize;
    this.ip = ip;
  }

  /// TCP as most programs want it.
  public static Tcp defaults() {
    return DEFAULTS;
  }

  /// Small segments leave at once, or wait for more. On by default.
  public Tcp noDelay(boolean on) {
    return with(Option.NO_DELAY, on);
  }

  /// Partial segments wait until the write is complete. Off by default.
  public Tcp noPush(boolean on) {
    return with(Option.NO_PUSH, on);
  }

  /// Every segment is acknowledged at once. Off by default.
  public Tcp quickAck(boolean on) {
    return with(Option.QUICK_ACK, on);
  }

  /// Idempotent data may ride in the first packet (RFC 7413). Off by default.
  public Tcp fastOpen(boolean on) {
    return with(Option.FAST_OPEN, on);
  }

  /// Congestion may be signalled by marks (RFC 3168), or not. On by default, as far as the system
  /// does it.
  public Tcp ecn(boolean on) {
    return with(Option.ECN, on);
  }

  /// Several paths at once (RFC 8684). Off by default.
  public Tcp multipath(boolean on) {
    return with(Option.MULTIPATH, on);
  }

  /// Sends no options of TCP. Off by default.
  public Tcp noOptions(boolean on) {
    return with(Option.NO_OPTIONS, on);
  }

  /// Gives the connection up when our end stays unanswered. Off by default.
  public Tcp dropUnansweredFin(boolean on) {
    return with(Option.DROP_UNANSWERED_FIN, on);
  }

  /// Keep-alive probes with the system's timing, or none. Off by default.
  public Tcp keepAlive(boolean on) {
    return new Tcp(
        switches,
        new KeepAlive(on, keepAlive.idle, keepAlive.interval, keepAlive.count),
        timers,
        maximumSegmentSize,
        ip);
  }

  /// Keep-alive probes: the first after `idle`, then every `interval`, lost after `count`.
  public Tcp keepAlive(Duration idle, Duration interval, int count) {
    KeepAlive probes =
        new KeepAlive(
            true,
            Optional.of(positive(idle)),
            Optional.of(positive(interval)),
            OptionalInt.of(count));
    return new Tcp(switches, probes, timers, maximumSegmentSize, ip);
  }

  /// One attempt's handshake may take this long. 10 s by default.
  public Tcp connectTimeout(Duration limit) {
    return new Tcp(
        switches,
        keepAlive,
        new Timers(positive(limit), timers.drop, timers.persist),
        maximumSegmentSize,
        ip);
  }

  /// The connection is lost when sent data stays unacknowledged this long (RFC 5482).
  public Tcp dropTime(Duration limit) {
    return new Tcp(
        switches,
        keepAlive,
        new Timers(timers.connect, Optional.of(positive(limit)), timers.persist),
        maximumSegmentSize,
        ip);
  }

  /// The connection is lost when the peer keeps its window closed this long (RFC 6429).
  public Tcp persistTimeout(Duration limit) {
    Timers changed = new Timers(timers.connect, timers.drop, Optional.of(positive(limit)));
    return new Tcp(switches, keepAlive, changed, maximumSegmentSize, ip);
  }

  /// Segments carry at most this many bytes, 88 to 65535.
  public Tcp maximumSegmentSize(int bytes) {
    if (bytes < 88 || bytes > 65535) {
      throw new IllegalArgumentException("the maximum segment size is between 88 and 65535");
    }
    return new Tcp(switches, keepAlive, timers, OptionalInt.of(bytes), ip);
  }

  /// Options of the Internet protocol underneath.
  public Tcp ip(Ip options) {
    return new Tcp(
        switches, keepAlive, timers, maximumSegmentSize, Objects.requireNonNull(options));
  }

  /// What is on and what is off.
  public Switches switches() {
    return switches;
  }

  /// The keep-alive probes.
  public KeepAlive keepAlive() {
    return keepAlive;
  }

  /// The limits in time.
  public Timers timers() {
    return timers;
  }

  /// The largest segment asked for, empty for the system's choice.
  public OptionalInt maximumSegmentSize() {
    return maximumSegmentSize;
  }

  /// Options of the Internet protocol underneath.
  public Ip ip() {
    return ip;
  }

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public @Nullable Stack<?> below() {
    return null;
  }

  @Override
  public String toString() {
    return "tcp";
  }

  private Tcp with(Option option, boolean on) {
    return new Tcp(switches.with(option, on), keepAlive, timers, maximumSegmentSize, ip);
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a duration must be longer than nothing: " + duration);
    }
    return duration;
  }
}
