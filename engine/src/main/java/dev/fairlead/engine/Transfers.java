package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.StreamConnection;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// Sends everything that a connection receives somewhere else.
final class Transfers {
  private final Wire wire;
  private final Receiving receiving;
  private final StreamSite site;

  Transfers(Wire wire, Receiving receiving, StreamSite site) {
    this.wire = wire;
    this.receiving = receiving;
    this.site = site;
  }

  /// To a connection: by way of a [Pipe] when it is one of ours. The calling thread only waits.
  long to(StreamConnection target) {
    if (!(target instanceof RealConnection ours)) {
      return copyTo(target);
    }
    site.blocking().refuseLoops();
    Pipe pipe = new Pipe(wire.inbox(), ours.parts().wire().outbox());
    CompletableFuture<Long> done = pipe.start();
    Blocking.End end = site.blocking().await(done, Blocking.FOREVER);
    if (end != Blocking.End.DONE) {
      pipe.stop();
      throw site.losses().cut(end, "a transfer from");
    }
    return Objects.requireNonNull(Calls.result(done), "a count");
  }

  private long copyTo(StreamConnection target) {
    long count = 0;
    for (Bytes next = next(); next != null; next = next()) {
      target.send(next);
      count += next.length();
    }
    target.sendEnd();
    return count;
  }

  private @org.jspecify.annotations.Nullable Bytes next() {
    return receiving.receive(1, 64 * 1024, Blocking.FOREVER);
  }

  /// To a channel of the JDK, which the calling thread writes to.
  long to(WritableByteChannel target) {
    long count = 0;
    for (ByteBuf next = receiving.detach(); next != null; next = receiving.detach()) {
      try {
        count += next.readableBytes();
        for (ByteBuffer part : next.nioBuffers()) {
          while (part.hasRemaining()) {
            int unused = target.write(part);
            assert unused >= 0;
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot write what was received", failure);
      } finally {
        next.release();
      }
    }
    return count;
  }
}
