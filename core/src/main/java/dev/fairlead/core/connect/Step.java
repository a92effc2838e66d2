package dev.fairlead.core.connect;

import java.util.List;

/// What a machine makes of an input: where the race stands now, and what is to be done, in order.
public record Step(RaceState state, List<RaceEffect> effects) {
  /// Copies the list.
  public Step {
    effects = List.copyOf(effects);
  }
}
