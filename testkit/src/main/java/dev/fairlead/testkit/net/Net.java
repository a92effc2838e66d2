package dev.fairlead.testkit.net;

import dev.fairlead.testkit.time.Due;
import dev.fairlead.testkit.time.Seeds;
import dev.fairlead.testkit.time.Turns;
import java.util.ArrayList;
import java.util.List;

/// What all parts of one world's network share. On the world's loop, but for what tests change
/// between two turns.
public final class Net {
  private final Turns turns;
  private final Seeds seeds;
  private final Journal journal;
  private final List<Router> routers = new ArrayList<>();
  private final List<Runnable> changeListeners = new ArrayList<>();
  private long version;

  /// A network without anybody.
  public Net(Turns turns, Seeds seeds, Journal journal) {
    this.turns = turns;
    this.seeds = seeds;
    this.journal = journal;
  }

  /// The clock.
  public long now() {
    return turns.now();
  }

  /// Time and turns.
  public Turns turns() {
    return turns;
  }

  /// Does something later, on the loop.
  public Due after(long nanos, Runnable event) {
    return turns.at(turns.now() + nanos, event);
  }

  /// Chance, by name.
  public Seeds seeds() {
    return seeds;
  }

  /// Where everything is written down.
  public Journal journal() {
    return journal;
  }

  List<Router> routers() {
    return routers;
  }

  void joins(Router router) {
    routers.add(router);
    changed();
  }

  /// Interfaces, addresses or links are others now: who looked at them looks again.
  public void changed() {
    version++;
    changeListeners.forEach(Runnable::run);
  }

  /// Calls `listener` at every change, whoever it concerns.
  void onChange(Runnable listener) {
    changeListeners.add(listener);
  }

  /// Grows with every change.
  long version() {
    return version;
  }
}
