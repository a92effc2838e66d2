package dev.fairlead;

/// The calling thread was interrupted while it waited. Only that call ended; the connection goes
/// on. The thread's interrupt status is set again.
public final class InterruptedOperationException extends NetworkException {
  private static final long serialVersionUID = 1L;

  /// Called by implementations.
  public InterruptedOperationException(String message, Details details) {
    super(message, FailureCause.CANCELLED, details);
  }
}
