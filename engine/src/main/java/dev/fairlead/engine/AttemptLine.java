package dev.fairlead.engine;

import dev.fairlead.Attempt;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt in the [Ledger], whose lock guards it.
final class AttemptLine {
  private final Ledger ledger;
  private final int number;
  private final Endpoint target;
  private final long startedNanos;
  private List<Handshake> handshakes = List.of();
  private @Nullable InetSocketAddress local;
  private Optional<String> interfaceName = Optional.empty();
  private String layer = "tcp";
  private long endedNanos;
  private Attempt.Outcome outcome = new Attempt.Outcome.Running();

  AttemptLine(Ledger ledger, int number, Endpoint target, long startedNanos) {
    this.ledger = ledger;
    this.number = number;
    this.target = target;
    this.startedNanos = startedNanos;
  }

  /// Our end became known.
  void bound(@Nullable InetSocketAddress address, Optional<String> interfaceName) {
    synchronized (ledger) {
      this.local = address;
      this.interfaceName = interfaceName;
    }
  }

  /// A layer is at work.
  void reached(String layer) {
    synchronized (ledger) {
      this.layer = layer;
    }
  }

  /// A layer is ready.
  void shook(Handshake handshake) {
    synchronized (ledger) {
      List<Handshake> more = new ArrayList<>(handshakes);
      more.add(handshake);
      handshakes = List.copyOf(more);
    }
  }

  /// It won.
  void won() {
    end(new Attempt.Outcome.Won());
  }

  /// Whether it won; called with the ledger's lock held.
  boolean hasWon() {
    return outcome instanceof Attempt.Outcome.Won;
  }

  /// It failed in this layer.
  void failed(String layer, FailureCause cause, String what) {
    synchronized (ledger) {
      if (isRunning()) {
        this.layer = layer;
        end(new Attempt.Outcome.Failed(cause, what));
      }
    }
  }

  /// It was not needed any more.
  void cancelled(String why) {
    end(new Attempt.Outcome.Cancelled(why));
  }

  private void end(Attempt.Outcome how) {
    synchronized (ledger) {
      if (isRunning()) {
        outcome = how;
        endedNanos = ledger.now();
      }
    }
  }

  private boolean isRunning() {
    return outcome instanceof Attempt.Outcome.Running;
  }

  /// As a value; called with the ledger's lock held.
  Attempt snapshot(long beginNanos) {
    return new Attempt(
        number,
        target,
        Optional.ofNullable(local),
        interfaceName,
        layer,
        Duration.ofNanos(startedNanos - beginNanos),
        isRunning() ? Optional.empty() : Optional.of(Duration.ofNanos(endedNanos - beginNanos)),
        handshakes,
        outcome);
  }
}
