package dev.fairlead.core.report;

import dev.fairlead.FailureCause;
import java.util.List;

/// What a round that brought nothing comes down to: one cause, one clause, and whether waiting may
/// help.
///
/// @param cause the cause that says most
/// @param curable whether at least one thing that failed may be cured by a change of the network
/// @param summary one clause
public record Verdict(FailureCause cause, boolean curable, String summary) {
  /// Something that failed.
  ///
  /// @param what why, as a clause
  public record Failure(FailureCause cause, String what) {}

  /// Judges what failed.
  ///
  /// @param attempts the attempts, in the order of their start
  /// @param questions the questions that brought no address
  public static Verdict of(List<Failure> attempts, List<Failure> questions) {
    if (attempts.isEmpty()) {
      return ofQuestions(questions);
    }
    boolean curable = attempts.stream().anyMatch(each -> each.cause().curable());
    Failure telling = telling(attempts);
    String summary =
        attempts.size() == 1 ? "the only attempt failed" : attempts.size() + " attempts failed";
    return new Verdict(telling.cause(), curable, summary);
  }

  private static Verdict ofQuestions(List<Failure> questions) {
    if (questions.isEmpty()) {
      return new Verdict(FailureCause.NO_ADDRESS, true, "there is no address to try");
    }
    // A server that failed says less about the name than one that answered.
    Failure telling =
        questions.stream()
            .filter(each -> each.cause() == FailureCause.NAME_NOT_FOUND)
            .findFirst()
            .orElseGet(
                () ->
                    questions.stream()
                        .filter(each -> each.cause() != FailureCause.NO_ADDRESS)
                        .findFirst()
                        .orElse(questions.getFirst()));
    boolean curable = questions.stream().anyMatch(each -> each.cause().curable());
    return new Verdict(telling.cause(), curable, telling.what());
  }

  /// What cannot be cured needs a person, so it is told first; then what got furthest: an address
  /// that answered says more than one that did not.
  private static Failure telling(List<Failure> attempts) {
    Failure best = attempts.getFirst();
    for (Failure each : attempts) {
      if (weight(each.cause()) > weight(best.cause())) {
        best = each;
      }
    }
    return best;
  }

  private static int weight(FailureCause cause) {
    return switch (cause) {
      case UNREACHABLE -> 1;
      case NO_ANSWER -> 2;
      case RESET -> 4;
      case CLOSED_EARLY -> 5;
      case HANDSHAKE_TIMEOUT -> 6;
      default -> cause.curable() ? 3 : 10;
    };
  }
}
