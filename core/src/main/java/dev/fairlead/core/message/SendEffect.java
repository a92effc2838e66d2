package dev.fairlead.core.message;

/// What is to be done with the messages of one connection.
public sealed interface SendEffect {
  /// This message begins; `Finished` or `Failed` is to be told.
  record Begin(long id) implements SendEffect {}

  /// This message will not leave: its time is up, or its antecedent did not leave.
  record Drop(long id) implements SendEffect {}

  /// This message came after the end, and is not taken.
  record Refuse(long id) implements SendEffect {}

  /// Our direction ends now.
  record EndOutput() implements SendEffect {}

  /// Tell `TimeCame` at this time, instead of any earlier wish.
  record WakeAt(long nanos) implements SendEffect {}
}
