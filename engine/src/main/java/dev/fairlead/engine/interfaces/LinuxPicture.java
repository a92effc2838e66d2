package dev.fairlead.engine.interfaces;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.engine.interfaces.NetlinkReader.Address;
import dev.fairlead.engine.interfaces.NetlinkReader.Link;
import dev.fairlead.engine.interfaces.NetlinkReader.Route;
import dev.fairlead.engine.spi.InterfaceSource.Snapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/// Makes the picture of a machine's network out of what the kernel told: a pure function, apart
/// from the types of links.
final class LinuxPicture {
  private static final int LOOPBACK_HARDWARE = 772;

  private final NetlinkReader told;
  private final BiFunction<String, Boolean, InterfaceType> types;

  /// @param types the type of an interface by its name
  LinuxPicture(NetlinkReader told, BiFunction<String, Boolean, InterfaceType> types) {
    this.told = told;
    this.types = types;
  }

  Snapshot snapshot() {
    List<Route> defaults =
        told.routes().stream()
            .filter(route -> route.destination() == null)
            .sorted(Comparator.comparingLong(Route::priority))
            .toList();
    return new Snapshot(
        interfaces(defaults),
        leadsOut(true, defaults),
        leadsOut(false, defaults),
        identity(defaults));
  }

  private List<NetworkInterface> interfaces(List<Route> defaults) {
    List<Integer> preferred = defaults.stream().map(Route::index).distinct().toList();
    List<Link> ordered = new ArrayList<>(told.links().values());
    ordered.sort(
        Comparator.comparingInt((Link link) -> rank(link, preferred))
            .thenComparingInt(Link::index));
    return ordered.stream().map(this::asInterface).toList();
  }

  private static int rank(Link link, List<Integer> preferred) {
    int place = preferred.indexOf(link.index());
    if (place >= 0) {
      return place;
    }
    int after = preferred.size();
    return link.hardware() == LOOPBACK_HARDWARE ? after + 2 : link.up() ? after : after + 1;
  }

  private NetworkInterface asInterface(Link link) {
    List<InetAddress> addresses =
        told.addresses().stream()
            .filter(each -> each.index() == link.index())
            .map(Address::address)
            .toList();
    InterfaceType type =
        link.hardware() == LOOPBACK_HARDWARE
            ? InterfaceType.LOOPBACK
            : types.apply(link.name(), false);
    return new NetworkInterface(link.name(), link.index(), type, link.up(), addresses, link.mtu());
  }

  /// Whether a family counts: it has a way through a gateway or by default. Where no family has
  /// one, or on the link of the other family's default route, a route to more than the link-local
  /// addresses is enough.
  private boolean leadsOut(boolean ipv4, List<Route> defaults) {
    List<Route> routes = told.routes().stream().filter(each -> each.ipv4() == ipv4).toList();
    boolean through =
        routes.stream().anyMatch(each -> each.destination() == null || each.gateway() != null);
    if (through) {
      return true;
    }
    return routes.stream()
        .filter(each -> isGlobal(each.destination()) && !isLoopback(each.index()))
        .anyMatch(
            each ->
                defaults.isEmpty()
                    || defaults.stream().anyMatch(out -> out.index() == each.index()));
  }

  private boolean isLoopback(int index) {
    Link link = told.links().get(index);
    return link != null && link.hardware() == LOOPBACK_HARDWARE;
  }

  private static boolean isGlobal(@org.jspecify.annotations.Nullable InetAddress destination) {
    return destination != null
        && !destination.isLinkLocalAddress()
        && !destination.isMulticastAddress()
        && !destination.isLoopbackAddress();
  }

  /// By the default routes, and without any by the addresses: what a host keeps as long as it stays
  /// in one network.
  private String identity(List<Route> defaults) {
    StringBuilder text = new StringBuilder();
    for (Route route : defaults) {
      Link link = told.links().get(route.index());
      text.append(link == null ? "?" : link.name());
      if (route.gateway() != null) {
        text.append(" via ").append(route.gateway().getHostAddress());
      }
      text.append("; ");
    }
    for (Address each : told.addresses()) {
      boolean telling =
          each.address() instanceof Inet4Address && !each.address().isLoopbackAddress();
      if (telling) {
        text.append(each.address().getHostAddress()).append('/').append(each.prefixLength());
        text.append(' ');
      }
    }
    return text.isEmpty() ? "none" : text.toString().strip();
  }
}
