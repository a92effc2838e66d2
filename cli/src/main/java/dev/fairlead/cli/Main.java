package dev.fairlead.cli;

/// Where the program begins.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // A library that the name resolver uses would tell on standard error that nobody listens to it.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    // Event loops and a read of standard input that never returns must not keep the process alive.
    System.exit(run(Io.system(), args));
  }

  /// Runs one command line.
  ///
  /// @return the exit code
  static int run(Io io, String... args) {
    return Program.commandLine(io, args.length == 0 ? "" : args[0]).execute(SpelledOut.args(args));
  }
}
