package dev.fairlead;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One question that was asked on the way to an address, and what came of it.
///
/// @param name the name that was asked for
/// @param type the record type: `A`, `AAAA`, `HTTPS`
/// @param source where the answer came from
/// @param server who answered, when somebody was asked
/// @param protocol `udp`, `tcp`, or empty
/// @param startedAfter when it was asked, from the start of the connection
/// @param took how long it took; empty while it runs
/// @param answers the answers as text
/// @param failure why there is none; empty when it was answered, be it with nothing
public record ResolutionStep(
    String name,
    String type,
    AnswerSource source,
    Optional<InetSocketAddress> server,
    String protocol,
    Duration startedAfter,
    Optional<Duration> took,
    List<String> answers,
    Optional<String> failure) {
  public ResolutionStep {
    answers = List.copyOf(answers);
  }
}
