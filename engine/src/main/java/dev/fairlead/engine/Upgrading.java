package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Connection;
import dev.fairlead.EstablishmentException;
import dev.fairlead.NetworkException;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerSite;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls that put layers on a running connection: prepares them on the calling thread, keeps
/// everybody else from sending, and waits for the [Upgrade].
final class Upgrading {
  private final StreamParts parts;
  private final Calls calls;

  Upgrading(StreamParts parts, Calls calls) {
    this.parts = parts;
    this.calls = calls;
  }

  /// What a running stream is to the layers on top of it.
  private static final class Running implements StreamStack<StreamConnection> {
    private final Stack<?> stream;

    Running(Stack<?> stream) {
      this.stream = stream;
    }

    @Override
    public String name() {
      return "running";
    }

    @Override
    public @Nullable Stack<?> below() {
      return null;
    }

    @Override
    public String toString() {
      return stream.toString();
    }
  }

  /// Puts `layers` on the stream of `front`.
  ///
  /// @param held bytes that were taken out of the inbox and not used
  <C extends Connection> C upgrade(
      Front front, Function<? super StreamStack<?>, ? extends Stack<C>> layers, Bytes held) {
    parts.site().blocking().refuseLoops();
    calls.ready(Blocking.FOREVER);
    Stack<C> wanted = layers.apply(new Running(FramerFactory.Framers.of(parts.spoken()).below()));
    Fronts.check(wanted);
    StackBuilder.Layers prepared = prepare(wanted);
    var _ = parts.sending().enter(Blocking.FOREVER);
    try {
      C next = Fronts.instead(front, wanted);
      CompletableFuture<Void> done =
          new Upgrade(parts.network().site(), parts, prepared.factories(), held).start();
      Blocking.End end = parts.site().blocking().await(done, Blocking.FOREVER);
      if (end != Blocking.End.DONE) {
        parts.life().abort();
        throw parts.site().losses().cut(end, "an upgrade with");
      }
      Object unused = Calls.result(done);
      assert unused == null;
      parts.spoken(wanted);
      return next;
    } finally {
      parts.wire().outbox().leave();
    }
  }

  /// As above, on a thread that may block.
  <C extends Connection> CompletableFuture<C> upgradeAsync(
      Front front, Function<? super StreamStack<?>, ? extends Stack<C>> layers, Bytes held) {
    CompletableFuture<C> result = new CompletableFuture<>();
    parts.site().environment().blocking().execute(() -> upgrade(front, layers, held, result));
    ConnectionLife life = parts.life();
    var _ =
        result.whenComplete(
            (value, failure) -> {
              if (result.isCancelled()) {
                life.abort();
              }
            });
    return result;
  }

  private <C extends Connection> void upgrade(
      Front front,
      Function<? super StreamStack<?>, ? extends Stack<C>> layers,
      Bytes held,
      CompletableFuture<C> result) {
    try {
      C upgraded = upgrade(front, layers, held);
      parts.site().delivery().run(() -> result.complete(upgraded));
    } catch (RuntimeException failure) {
      parts.site().delivery().run(() -> result.completeExceptionally(failure));
    }
  }

  private StackBuilder.Layers prepare(Stack<?> wanted) {
    NetworkParts network = parts.network();
    LayerSite where =
        new LayerSite(
            network.site(),
            network.caches(parts.preferences()),
            parts.isServer(),
            parts.endpoint());
    try {
      return network.stacks().layers(wanted, where, Running.class);
    } catch (LayerFailure failure) {
      throw new EstablishmentException(
          "cannot upgrade the connection with "
              + parts.endpoint()
              + ": "
              + failure.what()
              + "; next: "
              + failure.reason().advice(),
          failure.reason(),
          new Details(parts.ledger().snapshot(), failure));
    }
  }

  /// Says that `front` has been replaced to whoever still uses it.
  static NetworkException replaced(Front front) {
    return front
        .parts()
        .site()
        .losses()
        .lost(
            dev.fairlead.FailureCause.CANCELLED,
            "it was upgraded; use the connection that upgrade() gave",
            0,
            null);
  }
}
