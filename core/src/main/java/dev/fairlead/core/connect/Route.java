package dev.fairlead.core.connect;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which way an attempt shall take.
///
/// @param interfaceName the interface to bind to, or null to let the system choose
/// @param local the local address to bind to, or null to let the system choose
/// @param hops the proxies on the way, in order; empty when the way is direct
public record Route(@Nullable String interfaceName, @Nullable InetAddress local, List<Hop> hops) {

  /// No proxy; interface and local address as the system chooses.
  public static final Route DIRECT = new Route(null, null, List.of());

  /// Copies the list.
  public Route {
    hops = List.copyOf(hops);
  }
}
