package dev.fairlead.engine;

import io.netty.channel.Channel;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Closes channels and tells when the system has what they held, ports above all: a channel closes
/// on its loop, some time after it was asked to.
final class Released {
  private Released() {}

  /// Closes all of them. The future completes when they are gone, on their loops.
  static CompletableFuture<Void> closing(Collection<Channel> channels) {
    return CompletableFuture.allOf(
        channels.stream().map(Released::closing).toArray(CompletableFuture<?>[]::new));
  }

  private static CompletableFuture<Void> closing(Channel channel) {
    CompletableFuture<Void> released = gone(channel);
    channel.close();
    return released;
  }

  /// Completes when a channel that is being closed is gone.
  static CompletableFuture<Void> gone(Channel channel) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    channel.closeFuture().addListener(_ -> afterSelection(channel, gone));
    return gone;
  }

  /// The JDK closes the descriptor of a channel that a selector knows only at the next selection,
  /// and a loop selects before it does what is due later.
  private static void afterSelection(Channel channel, CompletableFuture<Void> gone) {
    channel
        .eventLoop()
        .schedule(() -> {}, 1, TimeUnit.NANOSECONDS)
        .addListener(_ -> gone.complete(null));
  }
}
