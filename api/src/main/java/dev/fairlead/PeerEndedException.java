package dev.fairlead;

/// The peer ended its direction in good order, but earlier than this operation needed.
public final class PeerEndedException extends NetworkException {
  private static final long serialVersionUID = 1L;

  /// Called by implementations.
  public PeerEndedException(String message, Details details) {
    super(message, FailureCause.CLOSED_EARLY, details);
  }
}
