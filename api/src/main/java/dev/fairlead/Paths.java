package dev.fairlead;

import java.util.function.Consumer;

/// The state of this machine's network, now and as it changes.
public interface Paths {
  /// The path for a connection without special wishes.
  Path current();

  /// The path that a connection with these preferences would have.
  Path current(Preferences preferences);

  /// Calls `handler` with the current path and then with each different one, one call at a time, on
  /// the network's handler executor.
  ///
  /// @return ends the calls when closed; a call that is running is not waited for
  Subscription onChange(Consumer<Path> handler);

  /// Something that goes on until it is closed.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
