package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.Ip;
import dev.fairlead.Preferences;
import dev.fairlead.Racing;
import dev.fairlead.core.connect.Connectivity;
import dev.fairlead.core.connect.RaceOptions;
import dev.fairlead.core.connect.RaceOptions.Delays;
import dev.fairlead.core.connect.RaceOptions.Families;
import dev.fairlead.core.connect.RacePlan;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.engine.spi.NetworkSite;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Puts what the program wants and what the network offers into the plan of a race.
final class Plans {
  private Plans() {}

  /// A plan.
  ///
  /// @param discovers whether the prefixes of NAT64 must be asked for
  record Planned(RacePlan plan, boolean discovers) {}

  static Planned of(Race.Site site, Endpoint endpoint) {
    ConnectOrder order = site.setup().order();
    Ip.Version version = site.setup().stack().tcp().ip().version();
    RaceOptions options = options(order.preferences(), version);
    boolean services = order.preferences().racing().serviceRecords();
    // Only the shuffle of service records needs chance, and good chance is not cheap.
    long seed = services ? site.setup().site().environment().random().nextLong() : 0;
    return switch (endpoint) {
      case Endpoint.Host(String name, int port) -> {
        Connectivity offered = toName(site, name);
        RacePlan plan =
            RacePlan.to(name, port).withConnectivity(offered).withOptions(options).withSeed(seed);
        yield new Planned(
            services
                ? plan.withServices(RacePlan.Services.https(Question.canonical(name), port))
                : plan,
            offered.discovering());
      }
      case Endpoint.Address(InetAddress address, int port) -> {
        Connectivity offered = toAddress(site, address);
        RacePlan.Target target =
            new RacePlan.Target.Addresses(List.of(site.knowledge().of(address)));
        yield new Planned(
            RacePlan.to(target, port).withConnectivity(offered).withOptions(options).withSeed(seed),
            offered.discovering());
      }
      case Endpoint.Url _, Endpoint.Unix _ ->
          throw new AssertionError("no race leads to " + endpoint);
    };
  }

  private static Connectivity toName(Race.Site site, String name) {
    String canonical = Question.canonical(name);
    // RFC 6761 §6.3: localhost is this machine, whatever networks there are.
    if (canonical.equals("localhost") || canonical.endsWith(".localhost")) {
      return Connectivity.LOCAL;
    }
    return offered(site);
  }

  private static Connectivity toAddress(Race.Site site, InetAddress address) {
    // Whether a literal can be reached is for the attempt to find out; only an IPv4 address without
    // a way from a network of IPv6 alone is worth a translation.
    NetworkSite network = site.setup().site();
    return address instanceof Inet4Address
            && !site.path().ipv4()
            && site.path().ipv6()
            && network.transport().way(address).isEmpty()
        ? offered(site)
        : Connectivity.DUAL;
  }

  private static Connectivity offered(Race.Site site) {
    boolean ipv4 = site.path().ipv4();
    boolean ipv6 = site.path().ipv6();
    // RFC 7050: only a network of IPv6 alone may need prefixes; the resolver's own servers are
    // never behind a name.
    boolean discovers = ipv6 && !ipv4 && !site.setup().order().forResolver();
    return new Connectivity(ipv4, ipv6, List.of(), discovers);
  }

  private static RaceOptions options(Preferences preferences, Ip.Version version) {
    Racing racing = preferences.racing();
    long attempt = racing.attemptDelay().toNanos();
    Delays standard = Delays.DEFAULTS;
    Delays delays =
        new Delays(
            racing.resolutionDelay().toNanos(),
            attempt,
            // What history may shorten the delay to; never longer than what the program asks for.
            Math.min(attempt, TimeUnit.MILLISECONDS.toNanos(100)),
            standard.lingerNanos());
    return RaceOptions.DEFAULTS
        .withDelays(delays)
        .withFamilies(families(preferences, version))
        .withFirstFamilyCount(racing.firstFamilyCount())
        .withLimits(racing.attemptsMax(), RaceOptions.DEFAULTS.addressesMax())
        .withRacing(racing.enabled());
  }

  private static Families families(Preferences preferences, Ip.Version version) {
    if (preferences.where().localAddress().isPresent()) {
      // From an address of one family only that family can be reached.
      return preferences.where().localAddress().get() instanceof Inet4Address
          ? Families.IPV4_ONLY
          : Families.IPV6_ONLY;
    }
    return switch (version) {
      case ANY -> Families.BY_RULES;
      case V4 -> Families.IPV4_ONLY;
      case V6 -> Families.IPV6_ONLY;
    };
  }
}
