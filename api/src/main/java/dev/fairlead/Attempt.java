package dev.fairlead;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One try to reach one address: a line of the ledger.
///
/// Times count from the start of the connection.
///
/// @param number 1 for the first
/// @param target the address that was tried
/// @param local our end, once known
/// @param interfaceName the interface it left by, when that is known
/// @param layer the layer that decided the outcome: `tcp`, `tls`
/// @param startedAfter when it began
/// @param endedAfter when it was decided; empty while it runs
/// @param handshakes what was done, lowest layer first
/// @param outcome what became of it
public record Attempt(
    int number,
    Endpoint target,
    Optional<InetSocketAddress> local,
    Optional<String> interfaceName,
    String layer,
    Duration startedAfter,
    Optional<Duration> endedAfter,
    List<Handshake> handshakes,
    Outcome outcome) {
  public Attempt {
    handshakes = List.copyOf(handshakes);
  }

  /// What became of an attempt.
  public sealed interface Outcome {
    /// Not decided yet.
    record Running() implements Outcome {}

    /// It won the race.
    record Won() implements Outcome {}

    /// It failed.
    ///
    /// @param cause why, in one word
    /// @param what why, as a clause: `refused`, `certificate is for other.example, not
    /// dual.example`
    record Failed(FailureCause cause, String what) implements Outcome {}

    /// It was given up because it was not needed any more.
    ///
    /// @param why `another address was faster`, `the connection was closed`
    record Cancelled(String why) implements Outcome {}
  }

  /// How long it ran; empty while it runs.
  public Optional<Duration> took() {
    return endedAfter.map(end -> end.minus(startedAfter));
  }

  /// One line of the waterfall.
  @Override
  public String toString() {
    return Waterfall.line(this);
  }
}
