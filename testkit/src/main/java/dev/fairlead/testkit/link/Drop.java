package dev.fairlead.testkit.link;

/// Why a packet does not arrive.
public enum Drop {
  /// It got lost on the way, by chance.
  LOST("lost on the way"),
  /// Too much waited for the line already.
  QUEUE_FULL("queue full"),
  /// It is larger than the link carries, and its sender is to be told.
  TOO_BIG("too big"),
  /// It is larger than the link carries, and nobody says so.
  TOO_BIG_SILENT("too big, silently"),
  /// The link swallows everything.
  BLACK_HOLE("black hole"),
  /// The link is down.
  DOWN("link down");

  private final String words;

  Drop(String words) {
    this.words = words;
  }

  /// As it stands in a transcript: `queue full`.
  @Override
  public String toString() {
    return words;
  }
}
