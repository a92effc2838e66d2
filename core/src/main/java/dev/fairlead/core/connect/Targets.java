package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.DnsRecord.Service;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which names are of use to a race, and so which questions: the endpoint's, where its service
/// aliases end, and the targets of those services that one of our alternatives can use.
final class Targets {

  private Targets() {}

  /// All questions of use now, in the order in which they leave.
  static List<Question> questions(RacePlan plan, Answers answers) {
    RacePlan.Services services = plan.services();
    if (plan.host() == null) {
      return List.of();
    }
    List<Question> questions = new ArrayList<>(4);
    // The draft's order on the wire: service records, AAAA, A.
    if (services != null) {
      questions.add(services.question());
      String alias = alias(plan, answers);
      if (alias != null) {
        questions.add(new Question(alias, services.question().type()));
      }
    }
    Connectivity reach = plan.reach();
    for (String name : names(plan, answers)) {
      if (reach.ipv6()) {
        questions.add(new Question(name, RecordType.AAAA));
      }
      // With a NAT64 prefix an IPv4 address is as good as an IPv6 one.
      if (reach.ipv4() || !reach.prefixes().isEmpty()) {
        questions.add(new Question(name, RecordType.A));
      }
    }
    return questions;
  }

  /// The names whose addresses are of use: the endpoint's, where its service aliases end, and the
  /// targets of its services.
  static Set<String> names(RacePlan plan, Answers answers) {
    String host = plan.host();
    if (host == null) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(host);
    String alias = alias(plan, answers);
    if (alias != null) {
      names.add(alias);
    }
    for (Service service : answers.services()) {
      if (plan.alternatives().stream().anyMatch(each -> obstacle(plan, each, service) == null)) {
        names.add(service.effectiveTarget());
      }
    }
    return names;
  }

  /// The names that the best candidates have: those of services, or the endpoint's.
  static Set<String> leadingNames(RacePlan plan, Answers answers) {
    Set<String> names = names(plan, answers);
    Set<String> services = new HashSet<>();
    answers.services().forEach(each -> services.add(each.effectiveTarget()));
    services.retainAll(names);
    return services.isEmpty() ? names : services;
  }

  /// The name at which the service aliases of the endpoint end, or null if there are none.
  static @Nullable String alias(RacePlan plan, Answers answers) {
    return plan.services() == null ? null : answers.aliasOf(plan.services().question().name());
  }

  /// Why an alternative cannot use a service, or null if it can.
  static @Nullable String obstacle(RacePlan plan, Alternative alternative, Service service) {
    if (!service.parameters().isUnderstood()) {
      // RFC 9460 §8: a record with a mandatory key that the client does not know is ignored.
      return "it has a mandatory key that is not understood";
    }
    if (alternative.alpn().isEmpty()) {
      return null;
    }
    // RFC 9460 §7.1.2: what an endpoint speaks is its list, and the default unless excluded.
    List<String> spoken = service.parameters().alpn();
    boolean byDefault =
        !alternative.needsRecord()
            && !service.parameters().noDefaultAlpn()
            && plan.services() != null
            && plan.services().defaultAlpn().stream().anyMatch(alternative.alpn()::contains);
    return byDefault || spoken.stream().anyMatch(alternative.alpn()::contains)
        ? null
        : "it speaks none of " + alternative.alpn();
  }
}
