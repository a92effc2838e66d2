package dev.fairlead.core.connect;

import dev.fairlead.core.connect.Answers.Found;
import dev.fairlead.core.connect.Candidate.Evidence;
import dev.fairlead.core.connect.Candidate.Origin;
import dev.fairlead.core.resolve.DnsRecord.Service;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that could be tried with what is known now, best first. It is built anew whenever
/// something is learned, tried candidates included: only so does an address that comes late find
/// its place among them.
///
/// The three levels of the draft's grouping: alternatives of the stack; services by priority,
/// addresses without a service last; within each, [DestinationOrder].
final class Lineup {

  private final RacePlan plan;
  private final Connectivity reach;
  private final Answers answers;
  private final List<Attempt> attempts;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<RaceEffect.Skip> skips = new LinkedHashSet<>();

  private Lineup(RacePlan plan, Answers answers, List<Attempt> attempts) {
    this.plan = plan;
    this.reach = plan.reach();
    this.answers = answers;
    this.attempts = attempts;
  }

  /// Builds the list.
  static Lineup of(RacePlan plan, Answers answers, List<Attempt> attempts) {
    Lineup lineup = new Lineup(plan, answers, attempts);
    lineup.skips.addAll(answers.surplus());
    for (Alternative alternative : plan.alternatives()) {
      lineup.add(alternative);
    }
    return lineup;
  }

  /// What can be tried, best first; nothing stands in it twice.
  List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /// What came and will not be tried.
  Set<RaceEffect.Skip> skips() {
    return skips;
  }

  private void add(Alternative alternative) {
    if (plan.target() instanceof RacePlan.Target.Addresses(List<Destination> addresses)) {
      if (!alternative.needsRecord()) {
        addLiterals(alternative, addresses);
      }
      return;
    }
    List<Service> usable = new ArrayList<>();
    Set<String> refused = new HashSet<>();
    for (Service service : answers.services()) {
      String obstacle = Targets.obstacle(plan, alternative, service);
      if (obstacle == null) {
        usable.add(service);
        continue;
      }
      skips.add(new RaceEffect.Skip("service " + service.effectiveTarget(), obstacle));
      if (service.parameters().isUnderstood()) {
        refused.add(service.effectiveTarget() + ":" + port(service));
      }
    }
    usable.sort(Comparator.comparingInt(Service::priority).thenComparingLong(this::shuffled));
    usable.forEach(each -> add(alternative, each, each.effectiveTarget(), port(each)));
    if (!alternative.needsRecord()) {
      addWithoutService(alternative, refused);
    }
  }

  /// RFC 9460 §3: when no service can be reached, the addresses of the name itself are tried, at
  /// the port of the endpoint.
  private void addWithoutService(Alternative alternative, Set<String> refused) {
    String alias = Targets.alias(plan, answers);
    for (String name : new String[] {alias, plan.host()}) {
      // An endpoint whose record says that it speaks nothing of ours is not dialled by another
      // way either.
      if (name != null && (refused.isEmpty() || !refused.contains(name + ":" + plan.port()))) {
        add(alternative, null, name, plan.port());
      }
    }
  }

  private void add(Alternative alternative, @Nullable Service service, String name, int port) {
    List<Entry> entries = new ArrayList<>();
    for (Found found : answers.found(name)) {
      addEntries(answers.known(found.address()), found.evidence(), entries);
    }
    Group group = new Group(alternative, service, name, port);
    addTried(group, entries);
    addAll(entries, group);
  }

  /// What was tried and has been withdrawn since still holds its place, or its family would come
  /// first again.
  private void addTried(Group group, List<Entry> entries) {
    for (Attempt attempt : attempts) {
      Candidate tried = attempt.candidate();
      if (group.isOf(tried)
          && entries.stream()
              .noneMatch(each -> Answers.isSameAddress(each.dialled, tried.address()))) {
        entries.addFirst(entryOf(tried));
      }
    }
  }

  private Entry entryOf(Candidate tried) {
    InetAddress original = tried.origin().original();
    Destination known = answers.known(tried.address());
    Destination sortedAs =
        original == null ? known : new Destination(original, Source.UNKNOWN, known.experience());
    return new Entry(sortedAs, tried.address(), tried.origin().evidence(), original);
  }

  private void addLiterals(Alternative alternative, List<Destination> addresses) {
    List<Entry> entries = new ArrayList<>();
    addresses.forEach(each -> addEntries(each, Evidence.LITERAL, entries));
    addAll(entries, new Group(alternative, null, "", plan.port()));
  }

  private void addAll(List<Entry> entries, Group group) {
    List<Entry> ordered =
        DestinationOrder.arrange(
            entries,
            Entry::sortedAs,
            plan.options().firstFamilyCount(),
            plan.options().families() == RaceOptions.Families.IPV4_FIRST);
    for (Entry entry : ordered) {
      Candidate candidate = group.candidate(entry, plan.route());
      if (!isListed(candidate)) {
        candidates.add(candidate);
      }
    }
  }

  /// Whether two candidates would be the same attempt.
  static boolean isSamePlace(Candidate one, Candidate other) {
    return one.port() == other.port()
        && one.alternative().index() == other.alternative().index()
        && Answers.isSameAddress(one.address(), other.address());
  }

  private boolean isListed(Candidate candidate) {
    for (Candidate each : candidates) {
      if (isSamePlace(each, candidate)) {
        return true;
      }
    }
    return false;
  }

  /// Turns an address into what is dialled for it here: itself, its translations, or nothing.
  private void addEntries(Destination found, Evidence evidence, List<Entry> entries) {
    InetAddress address = found.address();
    boolean literal = evidence == Evidence.LITERAL;
    if (!(address instanceof Inet4Address)) {
      addSix(found, evidence, entries);
      return;
    }
    boolean translatable = Nat64.isTranslatable(address);
    if (reach.ipv4() || (literal && !translatable && isAllowed(address))) {
      entries.add(new Entry(found, address, evidence, null));
    } else if (translatable && !reach.prefixes().isEmpty()) {
      for (Nat64 prefix : reach.prefixes()) {
        // The route is that to the translator, which nobody asked for: nothing is known of it.
        InetAddress dialled = prefix.embed(address);
        Experience experience = answers.known(dialled).experience();
        Destination sortedAs = new Destination(address, Source.UNKNOWN, experience);
        entries.add(new Entry(sortedAs, dialled, evidence, address));
      }
    } else if (literal && !reach.discovering() && isAllowed(address)) {
      entries.add(new Entry(found, address, evidence, null));
    } else if (!isAllowed(address)) {
      skips.add(new RaceEffect.Skip(Texts.of(address), "its family is excluded"));
    } else if (!reach.discovering()) {
      skips.add(new RaceEffect.Skip(Texts.of(address), "there is no IPv4 here, and no NAT64"));
    }
  }

  private void addSix(Destination found, Evidence evidence, List<Entry> entries) {
    InetAddress address = found.address();
    for (Nat64 prefix : reach.prefixes()) {
      // The draft turns synthesised addresses back before sorting, whoever made them, and makes
      // them again only if no IPv4 route fits.
      InetAddress original = prefix.extract(address);
      if (original != null && Nat64.isTranslatable(original)) {
        Destination sortedAs = new Destination(original, Source.UNKNOWN, found.experience());
        entries.add(
            reach.ipv4()
                ? new Entry(answers.known(original), original, evidence, null)
                : new Entry(sortedAs, address, evidence, original));
        return;
      }
    }
    if (reach.ipv6() || (evidence == Evidence.LITERAL && isAllowed(address))) {
      entries.add(new Entry(found, address, evidence, null));
    } else {
      String why = isAllowed(address) ? "there is no IPv6 here" : "its family is excluded";
      skips.add(new RaceEffect.Skip(Texts.of(address), why));
    }
  }

  private boolean isAllowed(InetAddress address) {
    return switch (plan.options().families()) {
      case BY_RULES, IPV4_FIRST -> true;
      case IPV4_ONLY -> address instanceof Inet4Address;
      case IPV6_ONLY -> !(address instanceof Inet4Address);
    };
  }

  private int port(Service service) {
    Integer port = service.parameters().port();
    return port == null ? plan.port() : port;
  }

  /// RFC 9460 §2.4.1: records of equal priority are shuffled. A mixed hash instead of a random
  /// number keeps the shuffle the same when the list is built again.
  private long shuffled(Service service) {
    long mixed = plan.seed() ^ 0x9e3779b97f4a7c15L * (service.effectiveTarget().hashCode() + 1L);
    mixed ^= 0xd1b54a32d192ed03L * (port(service) + 1L);
    // The finalizer of SplitMix64.
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /// An address as it is sorted, and as it is dialled.
  private record Entry(
      Destination sortedAs,
      InetAddress dialled,
      Evidence evidence,
      @Nullable InetAddress original) {}

  /// What the candidates of one service have in common.
  private record Group(Alternative alternative, @Nullable Service service, String name, int port) {
    boolean isOf(Candidate candidate) {
      return candidate.name().equals(name)
          && candidate.port() == port
          && candidate.alternative().equals(alternative);
    }

    Candidate candidate(Entry entry, Route route) {
      InetAddress named = entry.original == null ? entry.dialled : entry.original;
      return new Candidate(
          name.isEmpty() ? Texts.of(named) : name,
          entry.dialled,
          port,
          route,
          alternative,
          new Origin(entry.evidence, service, entry.original));
    }
  }
}
