package dev.fairlead.engine.spi;

import java.time.Duration;

/// An option of a socket, in the words of the API.
public sealed interface Wish {
  /// Small segments leave at once.
  record NoDelay(boolean on) implements Wish {}

  /// Partial segments wait.
  record NoPush(boolean on) implements Wish {}

  /// Segments are acknowledged at once.
  record QuickAck(boolean on) implements Wish {}

  /// Data may ride in the first packet.
  record FastOpen() implements Wish {}

  /// Several paths at once.
  record Multipath() implements Wish {}

  /// Probes when idle; zero means the system's value.
  record KeepAlive(Duration idle, Duration interval, int count) implements Wish {}

  /// Lost when data stays unacknowledged this long.
  record DropTime(Duration limit) implements Wish {}

  /// Bytes in a segment.
  record MaximumSegmentSize(int bytes) implements Wish {}

  /// Hops of a packet.
  record HopLimit(int hops) implements Wish {}

  /// Packets of at most 1280 bytes.
  record MinimumMtu() implements Wish {}

  /// Packets are never fragmented.
  record DontFragment() implements Wish {}

  /// Which own address.
  record PreferTemporaryAddress(boolean temporary) implements Wish {}

  /// The DSCP field, 0 to 63.
  record TrafficClass(int dscp) implements Wish {}

  /// Leave by this interface.
  record BindToInterface(String name, int index) implements Wish {}

  /// The local address may be in use.
  record ReuseAddress() implements Wish {}

  /// The local port may be shared.
  record ReusePort() implements Wish {}
}
