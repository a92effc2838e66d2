package dev.fairlead.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `fairlead completion`: lets a shell complete commands and options.
@Command(
    name = "completion",
    header = "Print a script that lets a shell complete commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(fairlead completion bash)           in ~/.bashrc",
      "  source <(fairlead completion zsh)            in ~/.zshrc",
      "  fairlead completion fish > ~/.config/fish/completions/fairlead.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Io io;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  String shell = "";

  CompletionCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    CommandLine program = Program.commandLine(io, "");
    io.line(
        switch (shell.toLowerCase(Locale.ROOT)) {
          // The script sets zsh up to understand what is written for bash.
          case "bash", "zsh" -> AutoComplete.bash("fairlead", program);
          case "fish" -> FishCompletion.of(program);
          default -> throw new Usage("\"" + shell + "\" is not one of bash, zsh, fish");
        });
    return ExitCode.DONE;
  }
}
