package dev.fairlead;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was promised and did not come. The message says what, to whom, after how long, and what to
/// do next.
///
/// Programmer's errors are `IllegalArgumentException` and `IllegalStateException` instead.
public abstract sealed class NetworkException extends RuntimeException
    permits EstablishmentException,
        ConnectionLostException,
        PeerEndedException,
        MalformedMessageException,
        DeadlineException,
        InterruptedOperationException {
  private static final long serialVersionUID = 1L;

  private final FailureCause reason;
  private final transient @Nullable EstablishmentReport establishment;

  NetworkException(String message, FailureCause reason, Details details) {
    super(message, details.cause());
    this.reason = reason;
    this.establishment = details.establishment();
  }

  /// What an exception carries besides its message.
  ///
  /// @param establishment the story of the connection, null when there is none
  /// @param cause the exception underneath, or null
  public record Details(@Nullable EstablishmentReport establishment, @Nullable Throwable cause) {
    /// Nothing but the message.
    public static final Details NONE = new Details(null, null);

    /// Only the story.
    public static Details of(@Nullable EstablishmentReport establishment) {
      return new Details(establishment, null);
    }
  }

  /// Why, in one word.
  public FailureCause reason() {
    return reason;
  }

  /// How the connection came about, or how it did not; empty when it never began or when the
  /// exception came out of a serialized form.
  public Optional<EstablishmentReport> establishment() {
    return Optional.ofNullable(establishment);
  }

  /// Every attempt that was made, in the order in which they started.
  public List<Attempt> attempts() {
    return establishment == null ? List.of() : establishment.attempts();
  }
}
