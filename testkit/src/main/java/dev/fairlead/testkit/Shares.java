package dev.fairlead.testkit;

/// What all shares of a link have in common: they are between none and all.
final class Shares {
  private Shares() {}

  /// The same, without the sign of a negative zero.
  static double checked(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " is a share between 0 and 1, not " + share);
    }
    return share + 0.0;
  }
}
