package dev.fairlead.engine.spi;

import dev.fairlead.core.resolve.Question;
import java.util.function.Consumer;

/// Answers questions about names: DNS, the hosts file, the system, a test's zone. A question gives
/// a stream of events.
public interface NameSource {
  /// Asks. Events come on the loop given in `how`, never before `ask` has returned.
  Asking ask(Question question, AskContext how, Consumer<NameEvent> to);

  /// The network changed: server health and the like are out of date.
  void networkChanged();

  /// Whether anybody could be asked: a server is known.
  boolean usable();

  /// A question under way.
  interface Asking {
    /// Stops asking; no event follows.
    void cancel();
  }
}
