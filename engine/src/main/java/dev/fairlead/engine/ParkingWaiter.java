package dev.fairlead.engine;

import dev.fairlead.engine.spi.Waiter;
import java.util.concurrent.locks.LockSupport;

/// Waits by parking the thread, virtual or not.
final class ParkingWaiter implements Waiter {
  @Override
  public void park(Object blocker) {
    LockSupport.park(blocker);
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, nanos);
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
