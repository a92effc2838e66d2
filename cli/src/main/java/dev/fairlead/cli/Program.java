package dev.fairlead.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program without a command: help and version.
@Command(
    name = "fairlead",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Reaches an endpoint by name, securely, whatever is broken on the way.",
      "",
      "Addresses of a name are raced (Happy Eyeballs v3), TLS handshake included; a dead address,"
          + " a slow name server or a broken box on the way costs a quarter of a second, not a"
          + " minute. What happened can be printed as a waterfall."
    },
    footer = {
      "",
      "Examples:",
      "  fairlead demo                               what it does that plain Java does not",
      "  fairlead connect example.com 80             like netcat, but it races",
      "  fairlead connect https://example.com        the same over TLS",
      "  fairlead listen --echo --keep 7777          a server for trying things out",
      "  fairlead resolve example.com                all records, who said so, how long it took",
      "  fairlead path --watch                       the network of this machine as it changes",
      "",
      "'fairlead COMMAND --help' teaches one command.",
      "Exit codes: 0 done, 1 could not connect, 2 wrong usage, 3 lost on the way, 130 Ctrl-C.",
      "FAIRLEAD_LOG=trace shows what happens inside; NO_COLOR=1 turns colours off."
    })
final class Program implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and end.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and end.")
  boolean version;

  /// The command line for a first word. Only the command that it names is set up, because looking
  /// through all of them takes longer than many a connection.
  static CommandLine commandLine(Io io, String firstWord) {
    CommandLine program = new CommandLine(new Program());
    Map<String, Supplier<Object>> commands = commands(io);
    Supplier<Object> named = commands.get(firstWord);
    if (named != null) {
      program.addSubcommand(firstWord, named.get());
    } else {
      commands.forEach((name, command) -> program.addSubcommand(name, command.get()));
    }
    return settings(program, io);
  }

  private static Map<String, Supplier<Object>> commands(Io io) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("connect", () -> new ConnectCommand(io));
    commands.put("listen", () -> new ListenCommand(io));
    commands.put("resolve", () -> new ResolveCommand(io));
    commands.put("path", () -> new PathCommand(io));
    commands.put("demo", () -> new DemoCommand(io));
    commands.put("completion", () -> new CompletionCommand(io));
    return commands;
  }

  private static CommandLine settings(CommandLine program, Io io) {
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setUsageHelpAutoWidth(false);
    program.setUsageHelpWidth(90);
    program.setAbbreviatedOptionsAllowed(false);
    program.registerConverter(Duration.class, new DurationText());
    program.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8));
    Failures failures = new Failures(io);
    program.setParameterExceptionHandler(failures);
    program.setExecutionExceptionHandler(failures);
    return program;
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(line, "which command? One of " + line.getSubcommands().keySet());
  }
}
