package dev.fairlead.core.connect;

/// What earlier races learned about an address.
///
/// @param rttNanos how long a connection took to be made, smoothed, or a negative number if none
///     was made
/// @param used whether a connection to it was made
/// @param silent whether the last attempts brought nothing, as in a black hole
public record Experience(long rttNanos, boolean used, boolean silent) {

  /// Never met.
  public static final Experience NONE = new Experience(-1, false, false);

  /// Whether a time is known.
  public boolean hasRtt() {
    return rttNanos >= 0;
  }
}
