package dev.fairlead.cli;

/// What the program tells its caller when it ends.
final class ExitCode {
  /// Everything that was asked for is done.
  static final int DONE = 0;

  /// The connection could not be made, the port could not be had, the name has no records.
  static final int NOT_CONNECTED = 1;

  /// The command line makes no sense.
  static final int USAGE = 2;

  /// The connection was made and lost on the way.
  static final int LOST = 3;

  /// Ctrl-C: 128 and the number of the signal, as shells have it.
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
