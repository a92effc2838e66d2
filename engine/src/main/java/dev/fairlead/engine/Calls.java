package dev.fairlead.engine;

import dev.fairlead.NetworkException;
import dev.fairlead.engine.spi.Carrier;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The calls that wait for the life of a connection: until it is ready, ended, closed.
final class Calls {
  private final ConnectionLife life;
  private final Wire wire;
  private final Sending sending;
  private final StreamSite site;

  Calls(ConnectionLife life, Wire wire, Sending sending, StreamSite site) {
    this.life = life;
    this.wire = wire;
    this.sending = sending;
    this.site = site;
  }

  /// Starts if need be and waits until bytes can flow.
  void ready(long until) {
    site.blocking().refuseLoops();
    life.start();
    await(life.ready(), until, "connecting to");
  }

  CompletableFuture<Void> readyAsync() {
    life.start();
    return delivered(life.ready());
  }

  /// Closes and waits; an interrupt turns it into an abort.
  void close() {
    site.blocking().refuseLoops();
    CompletableFuture<Void> closed = life.close();
    Blocking.End end = site.blocking().await(closed, Blocking.FOREVER);
    if (end == Blocking.End.INTERRUPTED) {
      life.abort();
      throw site.losses().cut(end, "closing the connection with");
    }
    result(closed);
  }

  void sendEnd() {
    if (!wire.endedWithoutLoss()) {
      refuseEndOfBoth();
      wire.outbox().check();
      boolean unused = wire.outbox().end();
      assert unused || wire.outbox().isEnded();
    }
  }

  CompletableFuture<Void> sendEndAsync() {
    sendEnd();
    return delivered(wire.ended());
  }

  long sendFile(java.nio.file.Path file, long position, long count) {
    ready(Blocking.FOREVER);
    Carrier carrier = wire.lastCarrier();
    boolean regions = carrier != null && carrier.passesFiles();
    return new FileSending(sending, wire.outbox(), site).send(file, position, count, regions);
  }

  /// The same result where completions of this connection run. Cancelling the copy only detaches
  /// it: others may wait for the same.
  CompletableFuture<Void> delivered(CompletableFuture<Void> original) {
    CompletableFuture<Void> copy = new CompletableFuture<>();
    var _ =
        original.whenComplete(
            (value, failure) ->
                site.delivery()
                    .run(
                        () -> {
                          if (failure == null) {
                            copy.complete(null);
                          } else {
                            copy.completeExceptionally(failure);
                          }
                        }));
    return copy;
  }

  /// Runs `sends` and hands down together what it sends.
  void batch(Runnable sends) {
    wire.outbox().hold();
    try {
      sends.run();
    } finally {
      wire.outbox().release();
    }
  }

  void refuseEndOfBoth() {
    Carrier carrier = wire.lastCarrier();
    if (carrier != null && !carrier.halfCloses()) {
      throw new IllegalStateException(
          "TLS 1.2 cannot end one direction alone: close() ends both, and"
              + " Tls.halfClose(REQUIRED) insists on TLS 1.3, which can");
    }
  }

  private void await(CompletableFuture<Void> future, long until, String doing) {
    Blocking.End end = site.blocking().await(future, until);
    if (end != Blocking.End.DONE) {
      throw site.losses().cut(end, doing);
    }
    result(future);
  }

  /// The result of a future that is complete.
  static <T> @Nullable T result(CompletableFuture<T> future) {
    if (future.state() == java.util.concurrent.Future.State.SUCCESS) {
      return future.resultNow();
    }
    Throwable failure = future.exceptionNow();
    if (failure instanceof NetworkException network) {
      throw Losses.again(network);
    }
    throw new IllegalStateException(failure);
  }
}
