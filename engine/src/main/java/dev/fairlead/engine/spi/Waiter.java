package dev.fairlead.engine.spi;

/// Where every blocking call parks, and nowhere else: a simulated world hands over here.
public interface Waiter {
  /// Parks the calling thread until it is unparked or interrupted, or for no reason.
  ///
  /// @param blocker what is waited for, for thread dumps
  void park(Object blocker);

  /// As above, for at most `nanos`.
  void parkNanos(Object blocker, long nanos);

  /// Wakes `thread`, or makes its next park return at once.
  void unpark(Thread thread);
}
