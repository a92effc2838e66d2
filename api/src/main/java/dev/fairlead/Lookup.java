package dev.fairlead;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that a name gave, and who said so.
///
/// @param name the name that was asked for
/// @param answers the records, in the order in which they came
/// @param questions one entry for each question, with its server and time
public record Lookup(String name, List<Answer> answers, List<ResolutionStep> questions) {
  public Lookup {
    answers = List.copyOf(answers);
    questions = List.copyOf(questions);
  }

  /// One record.
  ///
  /// @param name the owner of the record; differs from the question's after an alias
  /// @param type `A`, `AAAA`, `HTTPS`, `CNAME`, …
  /// @param value the record's content as text
  /// @param address the address of an `A` or `AAAA` record
  /// @param ttl how long it may be kept; empty when the source does not tell
  /// @param source where it came from
  /// @param server who said so, when somebody was asked
  public record Answer(
      String name,
      String type,
      String value,
      Optional<InetAddress> address,
      Optional<Duration> ttl,
      AnswerSource source,
      Optional<InetSocketAddress> server) {}

  /// The addresses alone.
  public List<InetAddress> addresses() {
    return answers.stream().flatMap(a -> a.address().stream()).toList();
  }
}
