package dev.fairlead.engine;

import dev.fairlead.Connection;
import dev.fairlead.ConnectionState;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.Facts;
import dev.fairlead.Path;
import dev.fairlead.Preferences;
import dev.fairlead.TransferReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What a program holds of a connection, whatever it carries. It only passes on, and nothing that
/// it passes on to refers back to it, so that a connection which the program has forgotten can be
/// noticed.
abstract class Front implements Connection {
  final StreamParts parts;
  final Calls calls;

  Front(StreamParts parts) {
    this.parts = parts;
    this.calls = parts.calls();
    parts.watch(Forgotten.watch(this, parts));
  }

  /// What it consists of.
  final StreamParts parts() {
    return parts;
  }

  @Override
  public String id() {
    return parts.ledger().id();
  }

  @Override
  public Endpoint endpoint() {
    return parts.endpoint();
  }

  @Override
  public ConnectionState state() {
    return parts.life().state();
  }

  @Override
  public Preferences preferences() {
    return parts.preferences();
  }

  @Override
  public void start() {
    parts.life().start();
  }

  @Override
  public void ready() {
    calls.ready(Blocking.FOREVER);
  }

  @Override
  public void ready(Duration limit) {
    calls.ready(until(limit));
  }

  @Override
  public CompletableFuture<Void> readyAsync() {
    return calls.readyAsync();
  }

  @Override
  public void restart() {
    parts.life().restart();
  }

  @Override
  public void tryNextEndpoint() {
    parts.life().tryNext();
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    return calls.delivered(parts.life().close());
  }

  @Override
  public void abort() {
    parts.life().abort();
  }

  @Override
  public EstablishmentReport establishment() {
    return parts.ledger().snapshot();
  }

  @Override
  public TransferReport transfer() {
    return parts.transferReport();
  }

  @Override
  public Optional<Path> path() {
    return parts.pathWatch().current();
  }

  @Override
  public <F extends Facts> Optional<F> facts(Class<F> kind) {
    return parts.facts(kind);
  }

  /// Received bytes that wait to be taken.
  public int available() {
    return parts.wire().inbox().available();
  }

  final Upgrading upgrading() {
    return new Upgrading(parts, calls);
  }

  final long until(Duration limit) {
    return parts.site().blocking().until(limit);
  }
}
