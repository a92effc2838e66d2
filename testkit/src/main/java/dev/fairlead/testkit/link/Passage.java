package dev.fairlead.testkit.link;

/// What becomes of a packet that was given to a link.
public sealed interface Passage {
  /// It arrives.
  ///
  /// @param atNanos when
  /// @param copies how often at that moment: 1, or 2 when it was duplicated
  /// @param flippedBit which bit of the first copy flipped, counted from the packet's first;
  /// negative
  /// for none
  /// @param overtaken whether it was held back, so that later packets may come before it
  record Arrives(long atNanos, int copies, long flippedBit, boolean overtaken) implements Passage {
    /// Whether a bit flipped.
    public boolean corrupted() {
      return flippedBit >= 0;
    }
  }

  /// It does not arrive.
  record Dropped(Drop why) implements Passage {}
}
