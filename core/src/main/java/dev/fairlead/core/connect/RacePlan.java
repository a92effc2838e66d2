package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.Question;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a race shall reach and by which rules: all that is known before it begins.
///
/// @param target a name, or addresses
/// @param port the port of the endpoint; a service record may name another
/// @param connectivity what the network offers
/// @param alternatives the ways to run the stack, preferred ones first
/// @param services the service records to ask for, or null to ask for addresses only
/// @param route interface, local address and proxies of each attempt
/// @param options the rules
/// @param seed makes the shuffle of equal service records; a new one for each race
public record RacePlan(
    Target target,
    int port,
    Connectivity connectivity,
    List<Alternative> alternatives,
    @Nullable Services services,
    Route route,
    RaceOptions options,
    long seed) {

  /// Copies the list.
  public RacePlan {
    alternatives = List.copyOf(alternatives);
  }

  /// A race to a name, with defaults for everything else.
  public static RacePlan to(String name, int port) {
    return to(new Target.Name(Question.canonical(name)), port);
  }

  /// A race to one or more addresses, with defaults for everything else.
  public static RacePlan to(List<InetAddress> addresses, int port) {
    return to(new Target.Addresses(addresses.stream().map(Destination::unknown).toList()), port);
  }

  /// A race to a target, with defaults for everything else.
  public static RacePlan to(Target target, int port) {
    return new RacePlan(
        target,
        port,
        Connectivity.DUAL,
        List.of(Alternative.ONLY),
        null,
        Route.DIRECT,
        RaceOptions.DEFAULTS,
        0);
  }

  /// The same on a network that offers this.
  public RacePlan withConnectivity(Connectivity offered) {
    return new RacePlan(target, port, offered, alternatives, services, route, options, seed);
  }

  /// The same with these ways to run the stack.
  public RacePlan withAlternatives(Alternative... ways) {
    return new RacePlan(target, port, connectivity, List.of(ways), services, route, options, seed);
  }

  /// The same, asking for service records.
  public RacePlan withServices(Services lookup) {
    return new RacePlan(target, port, connectivity, alternatives, lookup, route, options, seed);
  }

  /// The same by this way.
  public RacePlan withRoute(Route way) {
    return new RacePlan(target, port, connectivity, alternatives, services, way, options, seed);
  }

  /// The same by these rules.
  public RacePlan withOptions(RaceOptions rules) {
    return new RacePlan(target, port, connectivity, alternatives, services, route, rules, seed);
  }

  /// The same with another shuffle.
  public RacePlan withSeed(long newSeed) {
    return new RacePlan(
        target, port, connectivity, alternatives, services, route, options, newSeed);
  }

  /// What the network offers of what the options allow.
  Connectivity reach() {
    boolean neither = !connectivity.ipv4() && !connectivity.ipv6();
    return switch (options.families()) {
      case BY_RULES, IPV4_FIRST -> neither ? Connectivity.DUAL : connectivity;
      case IPV4_ONLY -> Connectivity.IPV4;
      case IPV6_ONLY -> Connectivity.IPV6;
    };
  }

  /// The name to be resolved, or null if the target is made of addresses.
  @Nullable String host() {
    return target instanceof Target.Name(String name) ? name : null;
  }

  /// What is to be reached.
  public sealed interface Target {
    /// A name, to be resolved; in canonical form.
    record Name(String name) implements Target {}

    /// Literal addresses, with what is known of them.
    record Addresses(List<Destination> addresses) implements Target {
      /// Copies the list.
      public Addresses {
        addresses = List.copyOf(addresses);
      }
    }
  }

  /// Which service records to ask for.
  ///
  /// @param question such as [Question#https(String, int)]
  /// @param defaultAlpn what an endpoint speaks unless its record excludes it, such as `http/1.1`
  /// @param required whether the connection relies on the answer, as with encrypted client hello
  ///     over protected DNS: nothing starts before it is here, and without it the race is lost
  public record Services(Question question, List<String> defaultAlpn, boolean required) {
    /// Copies the list.
    public Services {
      defaultAlpn = List.copyOf(defaultAlpn);
    }

    /// The HTTPS records of an origin, used if they come.
    public static Services https(String host, int port) {
      return new Services(Question.https(host, port), List.of("http/1.1"), false);
    }
  }
}
