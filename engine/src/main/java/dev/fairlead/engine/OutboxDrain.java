package dev.fairlead.engine;

import dev.fairlead.engine.spi.Carrier;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.DefaultChannelPromise;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Writes what is in the [Outbox] to the channel: gathered, with one flush, and never more than the
/// channel takes well. Lives on the connection's loop; what it is told elsewhere is one wake-up.
final class OutboxDrain implements Runnable {
  /// Taken from the outbox at a time.
  private static final long BURST = 64 * 1024;

  private final Outbox outbox;
  private final Listener listener;
  private final ChannelFutureListener onWritten = future -> written((Written) future);
  private final ArrayDeque<Object> burst = new ArrayDeque<>(1);
  private @Nullable Carrier carrier;
  private boolean draining;
  private boolean ending;
  private boolean stopped;
  private boolean broken;
  private boolean hasWritten;

  /// Bytes that the channel has and has not written yet.
  private long inFlight;

  OutboxDrain(Outbox outbox, Listener listener) {
    this.outbox = outbox;
    this.listener = listener;
  }

  /// Who learns what became of it; on the loop.
  interface Listener {
    /// A write failed: nothing can be sent any more.
    void outputBroke(Throwable failure);

    /// Our direction has ended, or could not.
    void outputEnded(@Nullable Throwable failure);

    /// After [#stop]: nothing is in flight any more.
    void landed();
  }

  /// The write of one item.
  private static final class Written extends DefaultChannelPromise {
    private final long bytes;

    Written(Channel channel, long bytes) {
      super(channel);
      this.bytes = bytes;
    }
  }

  /// Whether anything was given to the channel.
  boolean hasWritten() {
    return hasWritten;
  }

  /// From now on there is a channel.
  void adopt(Carrier won) {
    carrier = won;
    drain();
  }

  /// The channel is gone.
  void drop() {
    carrier = null;
  }

  /// Writes nothing more. What the channel has goes on its way; [Listener#landed] tells when that
  /// is over.
  void stop() {
    stopped = true;
    if (inFlight == 0) {
      listener.landed();
    }
  }

  long inFlight() {
    return inFlight;
  }

  @Override
  public void run() {
    drain();
  }

  /// Writes what waits, as far as the channel takes it.
  void drain() {
    Carrier to = carrier;
    if (to == null || draining || broken || stopped) {
      return;
    }
    draining = true;
    try {
      write(to.channel());
      end(to);
    } finally {
      draining = false;
    }
  }

  private void write(Channel channel) {
    boolean unflushed = false;
    while (channel.isWritable() && !broken) {
      boolean more = outbox.take(burst, BURST) > 0;
      unflushed |= more;
      hasWritten |= more;
      for (Object item = burst.pollFirst(); item != null; item = burst.pollFirst()) {
        Written promise = new Written(channel, Parcels.sizeOf(item));
        inFlight += promise.bytes;
        promise.addListener(onWritten);
        var _ = channel.write(item, promise);
      }
      if (unflushed && (!more || !channel.isWritable())) {
        unflushed = false;
        channel.flush();
      } else if (!more) {
        return;
      }
    }
    if (unflushed) {
      channel.flush();
    }
  }

  private void end(Carrier to) {
    if (ending || broken || !outbox.endIsDue()) {
      return;
    }
    ending = true;
    to.endOutput().addListener(done -> listener.outputEnded(done.cause()));
  }

  private void written(Written write) {
    inFlight -= write.bytes;
    if (write.isSuccess()) {
      outbox.wrote(write.bytes);
    } else if (!broken && !stopped) {
      broken = true;
      listener.outputBroke(write.cause());
    }
    if (stopped && inFlight == 0) {
      listener.landed();
    }
  }
}
