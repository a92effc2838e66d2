package dev.fairlead.testkit.time;

/// Something that will happen at a time of the world.
public interface Due {
  /// When.
  long atNanos();

  /// Whether it has neither happened nor been cancelled.
  boolean isPending();

  /// It will not happen. Does nothing when it has happened.
  void cancel();
}
