package dev.fairlead.testkit.conditioner;

import dev.fairlead.engine.spi.Ticker;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Wakes one part of a channel when something is due. Lives on the channel's loop.
final class Alarm {
  private final EventLoop loop;
  private final Ticker ticker;
  private final Runnable action;
  private @Nullable ScheduledFuture<?> timer;
  private long setNanos = StreamWay.NEVER;
  private boolean stopped;

  Alarm(EventLoop loop, Ticker ticker, Runnable action) {
    this.loop = loop;
    this.ticker = ticker;
    this.action = action;
  }

  long now() {
    return ticker.nanos();
  }

  /// Calls the action at `dueNanos`, or earlier if it was asked to before.
  void at(long dueNanos) {
    if (stopped || dueNanos >= setNanos) {
      return;
    }
    cancel();
    setNanos = dueNanos;
    timer = loop.schedule(this::ring, Math.max(0, dueNanos - now()), TimeUnit.NANOSECONDS);
  }

  /// Calls it never again.
  void stop() {
    stopped = true;
    cancel();
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void ring() {
    timer = null;
    setNanos = StreamWay.NEVER;
    action.run();
  }
}
