package dev.fairlead.core.connection;

import java.util.List;

/// What the machine makes of an input: where the connection stands now, and what is to be done.
public record LifecycleStep(LifecycleState state, List<LifecycleEffect> effects) {
  /// Copies the list.
  public LifecycleStep {
    effects = List.copyOf(effects);
  }
}
