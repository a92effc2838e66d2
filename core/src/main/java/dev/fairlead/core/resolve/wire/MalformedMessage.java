package dev.fairlead.core.resolve.wire;

/// Carries the place of a fault from deep inside the reader to its only door, [MessageReader#read];
/// never leaves this package. Without a stack trace: hostile packets must be cheap to refuse.
final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int at;

  MalformedMessage(String why, int at) {
    super(why, null, false, false);
    this.at = at;
  }

  int at() {
    return at;
  }
}
