package dev.fairlead.core.connect;

import dev.fairlead.core.connect.RaceOptions.Families;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.util.Set;

/// When the first attempt may be made, once something could be tried: at once if the preferred
/// family and the service records have been answered, whatever the answer; else when the resolution
/// delay has passed since the first usable address.
final class StartRule {

  private StartRule() {}

  /// Whether the first attempt may be made, so long after the first usable address.
  static boolean allows(RacePlan plan, Answers answers, long sinceFirstUsable) {
    if (plan.host() == null) {
      return true;
    }
    if (waitsForService(plan, answers)) {
      return false;
    }
    return (isServiceAnswered(plan, answers) && isPreferredAnswered(plan, answers))
        || sinceFirstUsable >= plan.options().delays().resolutionNanos();
  }

  /// Whether nothing may be tried before service records are here, however long that takes.
  static boolean waitsForService(RacePlan plan, Answers answers) {
    return plan.services() != null && plan.services().required() && !answers.isServiceAnswered();
  }

  private static boolean isServiceAnswered(RacePlan plan, Answers answers) {
    return plan.services() == null || answers.isServiceAnswered();
  }

  private static boolean isPreferredAnswered(RacePlan plan, Answers answers) {
    RecordType preferred = preferred(plan);
    Set<String> names = Targets.leadingNames(plan, answers);
    // Several targets need not all be known: the first that is answered can be tried.
    for (String name : names) {
      Question question = new Question(name, preferred);
      boolean hinted = answers.found(name).stream().anyMatch(it -> it.type() == preferred);
      if (hinted || answers.isAnswered(question)) {
        return true;
      }
    }
    return false;
  }

  /// The family that is waited for. Where only one can be used, it is the preferred one.
  private static RecordType preferred(RacePlan plan) {
    Connectivity reach = plan.reach();
    boolean four =
        !reach.ipv6() || (reach.ipv4() && plan.options().families() == Families.IPV4_FIRST);
    return four ? RecordType.A : RecordType.AAAA;
  }
}
