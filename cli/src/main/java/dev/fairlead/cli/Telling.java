package dev.fairlead.cli;

import dev.fairlead.Connection;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.NetworkException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How much is told about a connection, all of it on standard error.
final class Telling {
  @Option(
      names = "--report",
      arity = "1",
      paramLabel = "text|json",
      description = "Tell how the connection came about, and at the end what went over it.")
  @Nullable ReportFormat format;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell each state of the connection and each change of the network.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tell nothing but failures.")
  boolean quiet;

  /// Follows a connection from before it starts.
  void follow(Connection connection, Io io) {
    if (verbose) {
      connection.onState(state -> io.say(connection.id() + " " + state));
      connection.onPath(path -> io.say(connection.id() + " network " + path));
    }
  }

  void established(EstablishmentReport report, Io io) {
    if (format == ReportFormat.JSON) {
      io.say(report.toJson());
    } else if (format == ReportFormat.TEXT) {
      io.say(report.toString());
    }
  }

  /// The story of a failure, unless its message told it already.
  void failed(EstablishmentReport report, NetworkException failure, Io io) {
    boolean told = String.valueOf(failure.getMessage()).indexOf('\n') >= 0;
    if (format == ReportFormat.JSON || !told) {
      established(report, io);
    }
  }

  void transferred(Connection connection, Io io) {
    if (format == ReportFormat.JSON) {
      io.say(connection.transfer().toJson());
    } else if (format == ReportFormat.TEXT) {
      io.say(connection.id() + " " + connection.transfer());
    }
  }

  /// Says something that is not a failure.
  void remark(String text, Io io) {
    if (!quiet && format != ReportFormat.JSON) {
      io.say(text);
    }
  }
}
