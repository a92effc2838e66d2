package dev.fairlead.core.message;

/// What happens to the messages of one connection.
public sealed interface SendInput {
  /// Messages can leave: the connection is ready, or there is room again.
  record RoomCame() implements SendInput {}

  /// No further message may begin for now.
  record RoomGone() implements SendInput {}

  /// A message wants to leave.
  record Asked(Waiting message) implements SendInput {}

  /// The sender of a message that waits has gone away.
  record Withdrawn(long id) implements SendInput {}

  /// The message that had begun has left.
  record Finished() implements SendInput {}

  /// The message that had begun could not be made.
  record Failed() implements SendInput {}

  /// It is this late now.
  record TimeCame(long nanos) implements SendInput {}

  /// Nothing follows after what waits.
  record EndAsked() implements SendInput {}
}
