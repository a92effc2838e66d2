package dev.fairlead;

/// The deadline of one call passed. Only that call ended; the connection goes on.
public final class DeadlineException extends NetworkException {
  private static final long serialVersionUID = 1L;

  /// Called by implementations.
  public DeadlineException(String message, Details details) {
    super(message, FailureCause.DEADLINE, details);
  }
}
