package dev.fairlead.engine;

import dev.fairlead.AnswerSource;
import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.NameSourceProvider;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Origin;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// Stands in for a name source when the program has none: addresses can be reached, and every name
/// fails with what to add.
final class MissingNames implements NameSource {
  /// The name source that is on the class path or module path, or this.
  static NameSource orFound(NetworkSite site) {
    return ServiceLoader.load(NameSourceProvider.class, NameSourceProvider.class.getClassLoader())
        .findFirst()
        .map(provider -> provider.create(site))
        .orElseGet(MissingNames::new);
  }

  @Override
  public Asking ask(Question question, AskContext how, Consumer<NameEvent> to) {
    Answer answer = new Answer(to);
    how.loop().execute(answer::tell);
    return answer;
  }

  /// Owned by the loop.
  private static final class Answer implements Asking {
    private final Consumer<NameEvent> to;
    private boolean cancelled;

    Answer(Consumer<NameEvent> to) {
      this.to = to;
    }

    void tell() {
      if (!cancelled) {
        to.accept(
            new NameEvent.Failed(
                new Origin(AnswerSource.QUERY, null, "", 0, 0),
                FailureCause.RESOLVER_FAILED,
                "nothing here can look up names: add the artifact dev.fairlead:fairlead-dns"));
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public void networkChanged() {
    // There are no servers to forget.
  }

  @Override
  public boolean usable() {
    return false;
  }
}
