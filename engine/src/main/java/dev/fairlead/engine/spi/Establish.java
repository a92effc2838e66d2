package dev.fairlead.engine.spi;

import dev.fairlead.Endpoint;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;

/// Opens carriers for protocol modules through the same race as everything else: a resolver's TCP
/// and TLS, a proxy's tunnel.
public interface Establish {
  /// Opens one. Cancelling the future ends the race.
  CompletableFuture<Carrier> establish(Order order);

  /// What is wanted.
  ///
  /// @param endpoint where to
  /// @param stack what to speak
  /// @param preferences how
  /// @param loop where the carrier lives
  /// @param forResolver whether the resolver itself asks: then the endpoint must be an address, so
  /// that a name is never needed to find the server of names
  record Order(
      Endpoint endpoint,
      Stack<?> stack,
      Preferences preferences,
      EventLoop loop,
      boolean forResolver) {}
}
