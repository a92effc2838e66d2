package dev.fairlead.core.connect;

/// One attempt of a race and how far it has come.
public record Attempt(int id, Candidate candidate, Progress progress) {

  /// Whether the shell is still at work on it.
  public boolean isRunning() {
    return progress == Progress.CONNECTING || progress == Progress.HANDSHAKING;
  }

  Attempt as(Progress next) {
    return new Attempt(id, candidate, next);
  }

  /// How far an attempt has come.
  public enum Progress {
    /// The transport is being connected.
    CONNECTING,
    /// The transport is there, the layers above it are at work.
    HANDSHAKING,
    /// It ended without success.
    FAILED,
    /// It was given up for the next one.
    GIVEN_UP
  }
}
