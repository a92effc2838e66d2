package dev.fairlead.core.path;

import dev.fairlead.Endpoint;
import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import dev.fairlead.Preferences.Where;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Decides which interfaces a connection may use and what it reaches over them. A pure function of
/// the machine's interfaces and the preferences.
///
/// No platform supported so far tells which paths are constrained, and of the expensive ones only
/// cellular links are known; the report says so.
public final class PathChoice {
  private PathChoice() {}

  /// What a machine has.
  ///
  /// @param interfaces all interfaces, the one of the default route first
  /// @param ipv4Route whether an IPv4 route leads beyond the links
  /// @param ipv6Route whether an IPv6 route leads beyond the links
  /// @param dns whether a name server is known
  public record Machine(
      List<NetworkInterface> interfaces, boolean ipv4Route, boolean ipv6Route, boolean dns) {
    /// Copies the list.
    public Machine {
      interfaces = List.copyOf(interfaces);
    }
  }

  /// The path of a connection that may run `where`.
  public static Path of(Machine machine, Where where) {
    List<NetworkInterface> usable =
        machine.interfaces().stream().filter(each -> objection(each, where).isEmpty()).toList();
    if (usable.isEmpty()) {
      return unsatisfied(reason(machine, where));
    }
    if (where.localAddress().isPresent() && !isOurs(where.localAddress().get(), usable)) {
      InetAddress address = where.localAddress().get();
      return unsatisfied("no usable interface has the address " + Endpoint.text(address));
    }
    return new Path(
        Path.Status.SATISFIED,
        "",
        usable,
        machine.ipv4Route() && hasFamily(usable, true),
        machine.ipv6Route() && hasFamily(usable, false),
        machine.dns());
  }

  /// Whether the preferences restrict interfaces at all.
  public static boolean isRestricted(Where where) {
    return where.requiredInterface().isPresent()
        || where.requiredType().isPresent()
        || !where.prohibitedInterfaces().isEmpty()
        || !where.prohibitedTypes().isEmpty()
        || where.prohibitExpensive()
        || where.prohibitConstrained();
  }

  /// Why an interface must not be used, empty when it may.
  private static Optional<String> objection(NetworkInterface each, Where where) {
    if (!each.up()) {
      return Optional.of("is down");
    }
    if (each.addresses().isEmpty()) {
      return Optional.of("has no address");
    }
    if (where.requiredInterface().map(name -> !name.equals(each.name())).orElse(false)
        || where.requiredType().map(type -> type != each.type()).orElse(false)) {
      return Optional.of("is not the required one");
    }
    if (where.prohibitedInterfaces().contains(each.name())
        || where.prohibitedTypes().contains(each.type())) {
      return Optional.of("is prohibited");
    }
    return where.prohibitExpensive() && each.type() == InterfaceType.CELLULAR
        ? Optional.of("is expensive")
        : Optional.empty();
  }

  private static String reason(Machine machine, Where where) {
    if (where.requiredInterface().isPresent()) {
      String name = where.requiredInterface().get();
      return machine.interfaces().stream()
          .filter(each -> each.name().equals(name))
          .findFirst()
          .map(each -> name + " " + objection(each, where).orElse("is not usable"))
          .orElse("there is no interface " + name);
    }
    if (where.requiredType().isPresent()) {
      String type = where.requiredType().get().name().toLowerCase(java.util.Locale.ROOT);
      return "no interface of the required type " + type + " is up and has an address";
    }
    boolean anyUp =
        machine.interfaces().stream().anyMatch(each -> each.up() && !each.addresses().isEmpty());
    return anyUp
        ? "the preferences prohibit every interface that is up"
        : "no interface is up and has an address";
  }

  private static boolean isOurs(InetAddress address, List<NetworkInterface> usable) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || usable.stream().anyMatch(each -> each.addresses().contains(address));
  }

  private static boolean hasFamily(List<NetworkInterface> usable, boolean ipv4) {
    return usable.stream()
        .flatMap(each -> each.addresses().stream())
        .anyMatch(
            address ->
                address instanceof Inet4Address == ipv4
                    && !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress());
  }

  private static Path unsatisfied(String reason) {
    return new Path(Path.Status.UNSATISFIED, reason, List.of(), false, false, false);
  }
}
