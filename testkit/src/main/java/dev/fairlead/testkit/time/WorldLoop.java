package dev.fairlead.testkit.time;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/// The event loop of a world: Netty's, driven by hand, with the world's clock. It has no handles of
/// its own; simulated channels are told of packets by tasks.
final class WorldLoop extends ManualIoEventLoop {
  WorldLoop(Ticker ticker, Runnable woken) {
    super(null, null, factory(woken), ticker);
  }

  private static IoHandlerFactory factory(Runnable woken) {
    return executor -> new NoHandles(woken);
  }

  /// When the next scheduled task is due, negative when none is. On the driver.
  long dueNanos() {
    return nextScheduledTaskDeadlineNanos();
  }

  /// The world's clock as Netty knows clocks.
  record Clock(Turns turns) implements Ticker {
    @Override
    public long initialNanoTime() {
      return 0;
    }

    @Override
    public long nanoTime() {
      return turns.now();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) throws InterruptedException {
      turns.sleep(unit.toNanos(delay));
    }
  }

  private static final class NoHandles implements IoHandler {
    private final Runnable woken;

    NoHandles(Runnable woken) {
      this.woken = woken;
    }

    @Override
    public int run(IoHandlerContext context) {
      return 0;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new IllegalArgumentException("a channel of a real network in a simulated world");
    }

    @Override
    public void wakeup() {
      woken.run();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return false;
    }
  }
}
