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
          new Switches(true, false, false, false, false, false),
          new KeepAlive(false, Optional.empty(), Optional.empty(), OptionalInt.empty()),
          new Timers(Duration.ofSeconds(10), Optional.empty()),
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
  /// @param ecn whether congestion may be signalled by marks (RFC 3168); a wish that the system
  /// decides
  /// @param multipath ask for Multipath TCP (RFC 8684)
  public record Switches(
      boolean noDelay,
      boolean noPush,
      boolean quickAck,
      boolean fastOpen,
      boolean ecn,
      boolean multipath) {}

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
  public record Timers(Duration connect, Optional<Duration> drop) {}

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
    return with(
        new Switches(
            on,
            switches.noPush,
            switches.quickAck,
            switches.fastOpen,
            switches.ecn,
            switches.multipath));
  }

  /// Partial segments wait until the write is complete. Off by default.
  public Tcp noPush(boolean on) {
    return with(
        new Switches(
            switches.noDelay,
            on,
            switches.quickAck,
            switches.fastOpen,
            switches.ecn,
            switches.multipath));
  }

  /// Every segment is acknowledged at once. Off by default.
  public Tcp quickAck(boolean on) {
    return with(
        new Switches(
            switches.noDelay,
            switches.noPush,
            on,
            switches.fastOpen,
            switches.ecn,
            switches.multipath));
  }

  /// Idempotent data may ride in the first packet (RFC 7413). Off by default.
  public Tcp fastOpen(boolean on) {
    return with(
        new Switches(
            switches.noDelay,
            switches.noPush,
            switches.quickAck,
            on,
            switches.ecn,
            switches.multipath));
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
        switches, keepAlive, new Timers(positive(limit), timers.drop), maximumSegmentSize, ip);
  }

  /// The connection is lost when sent data stays unacknowledged this long (RFC 5482).
  public Tcp dropTime(Duration limit) {
    return new Tcp(
        switches,
        keepAlive,
        new Timers(timers.connect, Optional.of(positive(limit))),
        maximumSegmentSize,
        ip);
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

  private Tcp with(Switches changed) {
    return new Tcp(changed, keepAlive, timers, maximumSegmentSize, ip);
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a duration must be longer than nothing: " + duration);
    }
    return duration;
  }
}
