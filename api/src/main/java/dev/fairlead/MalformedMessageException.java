package dev.fairlead;

import org.jspecify.annotations.Nullable;

/// What the peer sent is not a message of the protocol. Whether the connection goes on is said by
/// [FramedStack#isTolerant()].
public final class MalformedMessageException extends NetworkException {
  private static final long serialVersionUID = 1L;

  private final long position;

  /// Called by implementations; framers use [FrameReader#malformed], coders [#at].
  public MalformedMessageException(String message, long position, Details details) {
    super(message, FailureCause.PROTOCOL, details);
    this.position = position;
  }

  /// To be thrown by a coder: why the content does not parse, and where.
  ///
  /// @param position the byte of the content at which that was noticed, from 0; -1 when not known
  public static MalformedMessageException at(
      long position, String why, @Nullable Throwable underlying) {
    return new MalformedMessageException(why, position, new Details(null, underlying));
  }

  /// The byte of the message at which it was noticed, from 0; -1 when it is not known.
  public long position() {
    return position;
  }
}
