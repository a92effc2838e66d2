package dev.fairlead;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a connection came about, or how it did not: every name asked, every address tried, every
/// setting. `toString()` is the waterfall that a person reads, [#toJson()] the same for machines.
///
/// @param id the connection's short name
/// @param endpoint where it was to go
/// @param stack what was to be spoken: `tls over tcp`
/// @param startedAt when it began, by the wall clock
/// @param outcome in one word or clause: `ready`, `preparing`, `failed: …`
/// @param duration from the start until ready or failed, or until now
/// @param previousRounds how many times everything was tried before the round shown last
/// @param resolutions every question, in the order asked
/// @param attempts every address tried, in the order started
/// @param skipped what the name system or the program offered and was not tried, in the order found
/// @param settings every wish that is not the default, and what became of it
/// @param machinery what did the work
public record EstablishmentReport(
    String id,
    Endpoint endpoint,
    String stack,
    Instant startedAt,
    String outcome,
    Duration duration,
    int previousRounds,
    List<ResolutionStep> resolutions,
    List<Attempt> attempts,
    List<Skipped> skipped,
    List<Setting> settings,
    Machinery machinery) {
  public EstablishmentReport {
    resolutions = List.copyOf(resolutions);
    attempts = List.copyOf(attempts);
    skipped = List.copyOf(skipped);
    settings = List.copyOf(settings);
  }

  /// Something that could have been tried and was not. Addresses that were not needed any more,
  /// because another one won, are not among them.
  ///
  /// @param what an address, an address and port, or a group: `more A records of example.com`
  /// @param why as a clause: `its family is excluded`
  /// @param after when that was found, from the start of the connection
  public record Skipped(String what, String why, Duration after) {}

  /// What did the work, and why not something better.
  ///
  /// @param transport `epoll`, `kqueue`, `nio`
  /// @param transportReason why not a better transport; empty when it is the best
  /// @param tlsEngine `BoringSSL`, `JDK`, empty without TLS
  /// @param tlsReason why not the faster engine; empty when it is
  /// @param proxy the proxy that carried the connection; always empty for now
  public record Machinery(
      String transport,
      String transportReason,
      String tlsEngine,
      String tlsReason,
      Optional<Endpoint> proxy) {}

  /// The attempt that won, if one did.
  public Optional<Attempt> winner() {
    return attempts.stream().filter(a -> a.outcome() instanceof Attempt.Outcome.Won).findFirst();
  }

  /// The handshakes of the winner, lowest layer first.
  public List<Handshake> handshakes() {
    return winner().map(Attempt::handshakes).orElse(List.of());
  }

  /// The questions, the attempts and what was skipped, in the order of their start, a line each.
  public List<String> timeline() {
    return Waterfall.lines(this).toList();
  }

  /// The report as one JSON object; times are in milliseconds with a fraction.
  public String toJson() {
    return ReportJson.of(this);
  }

  /// The waterfall, one line each.
  @Override
  public String toString() {
    return Waterfall.of(this);
  }
}
