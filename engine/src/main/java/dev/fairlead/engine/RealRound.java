package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Path;
import dev.fairlead.core.path.PathChoice;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.LayerSite;
import org.jspecify.annotations.Nullable;

/// One round of connecting, read from top to bottom: is there a path; are the layers of the stack
/// ready to be made; then the race, or the single attempt of a Unix socket. Runs on the order's
/// loop, apart from making layers ready, which may block.
final class RealRound implements Round {
  private final RealConnector.Parts parts;
  private final ConnectOrder order;
  private final RoundListener to;
  private final Endpoint endpoint;
  private final Caches caches;

  /// What is under way once the stack is ready.
  private @Nullable Round racing;

  private boolean over;

  RealRound(RealConnector.Parts parts, ConnectOrder order, RoundListener to) {
    this.parts = parts;
    this.order = order;
    this.to = to;
    this.endpoint =
        order.endpoint() instanceof Endpoint.Url url ? url.authority() : order.endpoint();
    this.caches = parts.contexts().of(order.preferences());
  }

  void begin() {
    if (over) {
      return;
    }
    order.ledger().roundBegan();
    if (order.forResolver() && endpoint instanceof Endpoint.Host) {
      lose(FailureCause.OPTION, "the resolver itself can only reach servers by address");
      return;
    }
    Path path = parts.paths().current(order.preferences());
    if (endpoint instanceof Endpoint.Unix || path.status() == Path.Status.SATISFIED) {
      makeStackReady(path);
    } else {
      lose(FailureCause.NO_PATH, path.reason());
    }
  }

  private void makeStackReady(Path path) {
    LayerSite where = new LayerSite(parts.site(), caches, false, endpoint);
    PreparedStack atOnce = parts.stacks().atOnce(order.stack(), where);
    if (atOnce != null) {
      race(atOnce, path);
      return;
    }
    parts.site().environment().blocking().execute(() -> prepare(where, path));
  }

  /// Off the loop.
  private void prepare(LayerSite where, Path path) {
    try {
      PreparedStack prepared = parts.stacks().prepare(order.stack(), where);
      order.loop().execute(() -> race(prepared, path));
    } catch (LayerFailure e) {
      order.loop().execute(() -> loseOf(e));
    }
  }

  private void race(PreparedStack stack, Path path) {
    if (over) {
      return;
    }
    order.ledger().settled(stack.settings());
    order.ledger().engine(stack.engine(), stack.engineReason());
    LiveAttempt.Setup setup =
        new LiveAttempt.Setup(
            parts.site(),
            parts.paths(),
            order,
            stack,
            new SocketWishes(stack.tcp()),
            new Departure(parts.site().transport(), order.preferences().where(), path));
    if (endpoint instanceof Endpoint.Unix) {
      LoneAttempt lone = new LoneAttempt(setup, endpoint, to);
      racing = lone;
      lone.begin();
      return;
    }
    boolean systemChooses =
        !PathChoice.isRestricted(order.preferences().where())
            && order.preferences().where().localAddress().isEmpty();
    Knowledge knowledge =
        new Knowledge(parts.site(), caches, parts.paths(), order.ledger(), systemChooses);
    Race race =
        new Race(new Race.Site(setup, parts.names(), caches, knowledge, path), endpoint, to);
    racing = race;
    race.begin();
  }

  private void loseOf(LayerFailure failure) {
    if (!over) {
      over = true;
      to.lost(new RoundLoss(failure.reason(), failure.reason().curable(), failure.what(), failure));
    }
  }

  private void lose(FailureCause cause, String why) {
    over = true;
    to.lost(new RoundLoss(cause, cause.curable(), why, null));
  }

  @Override
  public void cancel(String why) {
    over = true;
    if (racing != null) {
      racing.cancel(why);
    }
  }

  @Override
  public void tryNext() {
    if (racing != null) {
      racing.tryNext();
    }
  }
}
