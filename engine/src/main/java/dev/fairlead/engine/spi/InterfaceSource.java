package dev.fairlead.engine.spi;

import dev.fairlead.NetworkInterface;
import java.util.List;

/// This machine's interfaces, and the moment at which anything about them, their addresses or
/// routes changes.
public interface InterfaceSource extends AutoCloseable {
  /// As they are now.
  Snapshot now();

  /// Calls `changed` after each change, from a thread of the source; it must not block. The source
  /// begins to watch with the first listener and stops after the last.
  Watch onChange(Runnable changed);

  /// Whether watching costs nothing while nothing changes, so that it may go on all the time.
  default boolean watchesCheaply() {
    return false;
  }

  /// Stops watching.
  @Override
  void close();

  /// What is there.
  ///
  /// @param interfaces all of them, the one of the default route first
  /// @param ipv4Route whether an IPv4 route leads beyond the links
  /// @param ipv6Route whether an IPv6 route leads beyond the links
  /// @param identity changes when the network is another one: the partition of learned things
  record Snapshot(
      List<NetworkInterface> interfaces, boolean ipv4Route, boolean ipv6Route, String identity) {
    public Snapshot {
      interfaces = List.copyOf(interfaces);
    }
  }

  /// Ends the calls.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
