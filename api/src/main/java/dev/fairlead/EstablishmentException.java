package dev.fairlead;

/// A connection could not be made, or a listener could not be opened. Carries the whole ledger of
/// what was tried.
public final class EstablishmentException extends NetworkException {
  private static final long serialVersionUID = 1L;

  /// Called by implementations.
  public EstablishmentException(String message, FailureCause reason, Details details) {
    super(message, reason, details);
  }
}
