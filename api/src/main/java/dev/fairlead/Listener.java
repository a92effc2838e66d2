package dev.fairlead;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Takes connections. It is open when `listen` returns.
///
/// Connections are given out ready: handshakes run beforehand, bounded in number and time. A peer
/// that opens a connection and closes it, as the losers of its own race, is counted and otherwise
/// unnoticed.
///
/// @param <C> the connections that it gives
public interface Listener<C extends Connection> extends AutoCloseable {
  /// The port, the real one when 0 was asked for; 0 when it listens on a Unix socket only.
  int port();

  /// Where it listens.
  List<Endpoint> endpoints();

  /// Waits for the next connection.
  ///
  /// @throws IllegalStateException once the listener is closed
  C accept();

  /// As above, for at most `limit`.
  C accept(Duration limit);

  /// The next connection, without waiting.
  CompletableFuture<C> acceptAsync();

  /// Runs `handler` for each connection on a virtual thread of its own and closes the connection
  /// when it returns. Returns when the listener is closed and all handlers are done. What a handler
  /// throws ends its connection by [Connection#abort()] and is logged, network failures of the peer
  /// at a low level.
  void serve(ConnectionHandler<? super C> handler);

  /// Calls `handler` with each connection, instead of `accept`.
  Listener<C> onConnection(Consumer<? super C> handler);

  /// What has happened so far.
  ListenerReport report();

  /// Stops taking connections and lets those that run finish for at most `limit`, then aborts them.
  /// When it returns, the sockets it listened on are closed, so that another may have the port at
  /// once; should the system take more than two seconds for that, it is logged.
  ///
  /// @throws InterruptedOperationException when interrupted; the listener is closed all the same,
  /// and what ran on it is aborted
  void stop(Duration limit);

  /// As [#stop(Duration)] with the close deadline of the connections' preferences.
  @Override
  void close();

  /// What to do with one connection.
  ///
  /// @param <C> the connection
  @FunctionalInterface
  interface ConnectionHandler<C extends Connection> {
    /// May throw anything; that ends the connection.
    void handle(C connection) throws Exception;
  }
}
