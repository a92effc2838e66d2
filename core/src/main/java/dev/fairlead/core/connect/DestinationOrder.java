package dev.fairlead.core.connect;

import dev.fairlead.core.connect.Source.From;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// In which order the addresses of one service are tried: RFC 6724 §6 with what earlier races
/// learned, then families taken in turn. Pure; called by the race whenever an address comes or
/// goes.
public final class DestinationOrder {

  private DestinationOrder() {}

  /// Sorts and interleaves.
  ///
  /// @param items the things to sort, in the order in which they came
  /// @param view what is known of the address of a thing
  /// @param firstFamilyCount how many of the first family stand before one of the other
  /// @param ipv4First whether IPv4 is the first family whatever RFC 6724 says
  public static <T> List<T> arrange(
      List<T> items, Function<T, Destination> view, int firstFamilyCount, boolean ipv4First) {
    if (items.size() < 2) {
      return List.copyOf(items);
    }
    List<T> sorted = sort(items, view);
    // Rule 1 puts what cannot be reached last; interleaving must not bring it to the front again.
    int usable = 0;
    while (usable < sorted.size() && isUsable(view.apply(sorted.get(usable)))) {
      usable++;
    }
    List<T> result = new ArrayList<>(sorted.size());
    interleave(sorted.subList(0, usable), view, firstFamilyCount, ipv4First, result);
    interleave(sorted.subList(usable, sorted.size()), view, firstFamilyCount, ipv4First, result);
    return result;
  }

  /// The order of RFC 6724 §6 with history, before families are taken in turn.
  static <T> List<T> sort(List<T> items, Function<T, Destination> view) {
    // The rules are no total order (some compare within a family only), which rules out the sorts
    // of the JDK. Insertion keeps the order of equals, as rule 10 asks, and lists are short.
    List<T> sorted = new ArrayList<>(items.size());
    for (T item : items) {
      int at = sorted.size();
      while (at > 0 && compare(view.apply(item), view.apply(sorted.get(at - 1))) < 0) {
        at--;
      }
      sorted.add(at, item);
    }
    return sorted;
  }

  private static <T> void interleave(
      List<T> sorted,
      Function<T, Destination> view,
      int firstFamilyCount,
      boolean ipv4First,
      List<T> result) {
    if (sorted.isEmpty()) {
      return;
    }
    boolean firstIs4 = ipv4First || isIpv4(view.apply(sorted.getFirst()));
    List<T> first = new ArrayList<>(sorted.size());
    List<T> second = new ArrayList<>(sorted.size());
    for (T item : sorted) {
      (isIpv4(view.apply(item)) == firstIs4 ? first : second).add(item);
    }
    // RFC 8305 §4: First Address Family Count addresses of the first family, then one of each.
    int taken = Math.min(firstFamilyCount, first.size());
    result.addAll(first.subList(0, taken));
    for (int i = 0; taken + i < first.size() || i < second.size(); i++) {
      if (i < second.size()) {
        result.add(second.get(i));
      }
      if (taken + i < first.size()) {
        result.add(first.get(taken + i));
      }
    }
  }

  /// Negative if `a` is to be tried before `b`; the rules of RFC 6724 §6 from first to last.
  static int compare(Destination a, Destination b) {
    // Rule 1: Avoid unusable destinations.
    int order = Boolean.compare(!isUsable(a), !isUsable(b));
    if (order != 0) {
      return order;
    }
    // What swallowed the last attempts on this path is nearly unusable; history forgets it soon.
    order = Boolean.compare(a.experience().silent(), b.experience().silent());
    if (order != 0) {
      return order;
    }
    if (a.source() instanceof From fromA && b.source() instanceof From fromB) {
      order = compareSources(a.address(), fromA, b.address(), fromB);
      if (order != 0) {
        return order;
      }
    }
    // Rule 6: Prefer higher precedence.
    order = PolicyTable.of(b.address()).precedence() - PolicyTable.of(a.address()).precedence();
    if (order != 0) {
      return order;
    }
    // Rule 7: Prefer native transport.
    order = Boolean.compare(isTunnelled(a), isTunnelled(b));
    if (order != 0) {
      return order;
    }
    // Rule 8: Prefer smaller scope.
    order = PolicyTable.scope(a.address()) - PolicyTable.scope(b.address());
    if (order != 0) {
      return order;
    }
    order = compareExperience(a.experience(), b.experience());
    if (order != 0) {
      return order;
    }
    // Rule 9: Use longest matching prefix. Rule 10, leave the order unchanged, is the caller's.
    return matchingBits(b) - matchingBits(a);
  }

  private static int compareSources(InetAddress a, From fromA, InetAddress b, From fromB) {
    // Rule 2: Prefer matching scope.
    int order = Boolean.compare(!scopesMatch(a, fromA), !scopesMatch(b, fromB));
    if (order != 0) {
      return order;
    }
    // Rule 3: Avoid deprecated addresses.
    order = Boolean.compare(fromA.deprecated(), fromB.deprecated());
    if (order != 0) {
      return order;
    }
    // Rule 4: Prefer home addresses.
    order = Boolean.compare(fromB.home(), fromA.home());
    if (order != 0) {
      return order;
    }
    // Rule 5: Prefer matching label.
    return Boolean.compare(!labelsMatch(a, fromA), !labelsMatch(b, fromB));
  }

  /// RFC 8305 §4: a lower round trip stands between rules 8 and 9, "used before" behind it. A known
  /// round trip implies that the address was used, so the two make one order.
  private static int compareExperience(Experience a, Experience b) {
    long rttA = a.hasRtt() ? a.rttNanos() : Long.MAX_VALUE;
    long rttB = b.hasRtt() ? b.rttNanos() : Long.MAX_VALUE;
    int order = Long.compare(rttA, rttB);
    return order != 0 ? order : Boolean.compare(b.used(), a.used());
  }

  private static boolean isUsable(Destination destination) {
    return !(destination.source() instanceof Source.Unreachable);
  }

  private static boolean isTunnelled(Destination destination) {
    return destination.source() instanceof From from && from.tunnelled();
  }

  private static boolean isIpv4(Destination destination) {
    return destination.address() instanceof Inet4Address;
  }

  private static boolean scopesMatch(InetAddress address, From from) {
    return PolicyTable.scope(address) == PolicyTable.scope(from.address());
  }

  private static boolean labelsMatch(InetAddress address, From from) {
    return PolicyTable.of(address).label() == PolicyTable.of(from.address()).label();
  }

  /// RFC 6724 §2.2 and §6: compared for IPv6 only, and only as far as the prefix of a subnet goes.
  private static int matchingBits(Destination destination) {
    if (!(destination.address() instanceof Inet6Address)
        || !(destination.source() instanceof From from)
        || !(from.address() instanceof Inet6Address)) {
      return 0;
    }
    int common = PolicyTable.commonBits(destination.address(), from.address());
    // The true length of the source's prefix is not known; 64 is what subnets have (RFC 4291
    // §2.5.1).
    return Math.min(common, 64);
  }
}
