package dev.fairlead;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A two-way pipe to one peer. It exists before it is ready, so that it can be watched and steered
/// while it comes about.
///
/// All methods may be called from any thread. A blocking call is interruptible; an interrupt or a
/// deadline ends that call only ([InterruptedOperationException], [DeadlineException]). Each
/// blocking call has an `…Async` twin that never blocks a thread, completes on the connection's
/// handler executor, and is cancelled by cancelling its future. Handlers are called one at a time,
/// in order.
public interface Connection extends AutoCloseable {
  /// A short name for logs: `C8`.
  String id();

  /// Where it goes, or where it came from.
  Endpoint endpoint();

  /// Where it stands.
  ConnectionState state();

  /// The preferences that it was made with.
  Preferences preferences();

  /// Calls `handler` with the present state and then with each new one; the final state is the last
  /// call. A handler that is set again replaces the one before.
  Connection onState(Consumer<ConnectionState> handler);

  /// Begins to connect and returns at once. A second call does nothing.
  void start();

  /// Starts if need be and waits until bytes can flow.
  ///
  /// @throws EstablishmentException when the connection cannot be made
  void ready();

  /// As [#ready()], for at most `limit`; after that the connection goes on trying.
  void ready(Duration limit);

  /// Starts if need be; completes when bytes can flow.
  CompletableFuture<Void> readyAsync();

  /// While it waits: tries again now. Otherwise nothing.
  void restart();

  /// Gives up the address that is in use or being tried, and goes on with the next one. Does
  /// nothing once bytes have flowed.
  void tryNextEndpoint();

  /// Closes in good order: flushes what was sent, ends our direction, discards what still comes
  /// until the peer ends, all within the close deadline of the preferences. An interrupt turns it
  /// into [#abort()].
  ///
  /// @throws ConnectionLostException when accepted bytes could not be handed over
  @Override
  void close();

  /// As [#close()], without waiting.
  CompletableFuture<Void> closeAsync();

  /// Ends at once: what waits is dropped, the peer sees a reset. Never waits, never throws.
  void abort();

  /// How the connection came about, as far as it has got.
  EstablishmentReport establishment();

  /// What went over it so far.
  TransferReport transfer();

  /// The network as this connection sees it; empty before it started and after its end.
  Optional<Path> path();

  /// Calls `handler` whenever the path changes, and once at the beginning.
  Connection onPath(Consumer<Path> handler);

  /// Facts of one protocol of the stack, once ready: [TlsFacts], [TcpFacts].
  <F extends Facts> Optional<F> facts(Class<F> kind);
}
