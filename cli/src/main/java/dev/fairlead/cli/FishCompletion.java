package dev.fairlead.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion for the fish shell.
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine program) {
    StringBuilder out = new StringBuilder("complete -c fairlead -f\n");
    for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
      CommandSpec spec = command.getValue().getCommandSpec();
      out.append("complete -c fairlead -n __fish_use_subcommand -a ").append(command.getKey());
      out.append(" -d ").append(quoted(first(spec.usageMessage().header()))).append('\n');
      for (OptionSpec option : spec.options()) {
        out.append(option(command.getKey(), option)).append('\n');
      }
    }
    return out.toString();
  }

  private static String option(String command, OptionSpec option) {
    StringBuilder out = new StringBuilder("complete -c fairlead -n ");
    out.append(quoted("__fish_seen_subcommand_from " + command));
    for (String name : option.names()) {
      boolean isLong = name.startsWith("--");
      out.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
    }
    if (option.arity().max() > 0) {
      boolean file = option.paramLabel().equals("FILE") || option.paramLabel().equals("PATH");
      out.append(file ? " -r -F" : " -x");
      if (option.completionCandidates() != null) {
        out.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
    }
    return out.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
