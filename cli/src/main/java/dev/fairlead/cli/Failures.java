package dev.fairlead.cli;

import dev.fairlead.ConnectionLostException;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.NetworkException;
import dev.fairlead.PeerEndedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what went wrong into one message and one exit code. A stack trace is for developers of
/// Fairlead: `FAIRLEAD_LOG=trace` shows it.
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Io io;

  Failures(Io io) {
    this.io = io;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    io.say("fairlead: " + message(e));
    if (e instanceof UnmatchedArgumentException unmatched) {
      PrintWriter err = new PrintWriter(io.err(), true, StandardCharsets.UTF_8);
      UnmatchedArgumentException.printSuggestions(unmatched, err);
    }
    io.say("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof Usage || e instanceof IllegalArgumentException) {
      io.say("fairlead: " + message(e));
      io.say("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    } else {
      tell(e);
    }
    trace(e);
    return code(e);
  }

  /// Prints the one message of a failure.
  void tell(Exception e) {
    io.say("fairlead: " + message(e));
  }

  static int code(Exception e) {
    return switch (e) {
      case Usage _, IllegalArgumentException _ -> ExitCode.USAGE;
      case InterruptedOperationException _, InterruptedException _ -> ExitCode.INTERRUPTED;
      case ConnectionLostException _, PeerEndedException _ -> ExitCode.LOST;
      case IOException _, UncheckedIOException _ -> ExitCode.LOST;
      default -> ExitCode.NOT_CONNECTED;
    };
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    if (e instanceof UncheckedIOException io && io.getCause() != null) {
      message = io.getCause().getMessage();
    }
    if (message == null || message.isBlank()) {
      return "something went wrong: " + e.getClass().getSimpleName();
    }
    return e instanceof NetworkException || e instanceof Usage || e instanceof ParameterException
        ? message
        : message + (e instanceof IllegalArgumentException ? "" : hint(e));
  }

  private static String hint(Exception e) {
    return e instanceof IOException || e instanceof UncheckedIOException
        ? ""
        : " (" + e.getClass().getSimpleName() + "; FAIRLEAD_LOG=trace shows where)";
  }

  private void trace(Exception e) {
    String log = System.getenv("FAIRLEAD_LOG");
    if (log != null && log.toLowerCase(Locale.ROOT).startsWith("trace")) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        io.say(each.toString());
        for (StackTraceElement frame : each.getStackTrace()) {
          io.say("    at " + frame);
        }
      }
    }
  }
}
