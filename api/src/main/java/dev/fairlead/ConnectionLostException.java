package dev.fairlead;

/// An established connection broke: reset, cut off, or given up by this side. Content that arrived
/// before the break is always delivered first.
public final class ConnectionLostException extends NetworkException {
  private static final long serialVersionUID = 1L;

  private final long bytesNotSent;

  /// Called by implementations.
  public ConnectionLostException(
      String message, FailureCause reason, long bytesNotSent, Details details) {
    super(message, reason, details);
    this.bytesNotSent = bytesNotSent;
  }

  /// Bytes that `send` had accepted and that could not be handed to the system any more.
  public long bytesNotSent() {
    return bytesNotSent;
  }
}
