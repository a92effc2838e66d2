package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Command lines in the guide and in `--help` are understood by the program.
class GuideCommandsTest {
  private static final Pattern COMMAND = Pattern.compile("fairlead( [^>|)'\\n]+)");
  private static final Path ROOT = Path.of(System.getProperty("fairlead.root", ".."));
  private static final Io NOWHERE =
      new Io(
          new ByteArrayInputStream(new byte[0]),
          new ByteArrayOutputStream(),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

  @Test
  void theGuideShowsCommandsThatWork() throws IOException {
    List<String> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(ROOT.resolve("docs/guide.md"))) {
      inside = line.startsWith("```") ? line.equals("```sh") : inside;
      if (inside && line.startsWith("fairlead")) {
        commands.add(line);
      }
    }

    assertThat(commands).hasSizeGreaterThan(8).allSatisfy(GuideCommandsTest::isUnderstood);
  }

  @Test
  void helpShowsCommandsThatWork() {
    CommandLine program = Program.commandLine(NOWHERE, "");
    List<CommandLine> all = new ArrayList<>(program.getSubcommands().values());
    all.add(program);
    List<String> commands =
        all.stream()
            .map(line -> line.getCommand().getClass().getAnnotation(Command.class))
            .flatMap(command -> Arrays.stream(command.footer()))
            .filter(line -> line.startsWith("  "))
            .map(line -> COMMAND.matcher(line))
            .filter(java.util.regex.Matcher::find)
            .map(found -> found.group().split(" {2,}", 2)[0])
            .toList();

    assertThat(commands).hasSizeGreaterThan(15).allSatisfy(GuideCommandsTest::isUnderstood);
  }

  private static void isUnderstood(String command) {
    String[] words = command.substring("fairlead ".length()).strip().split(" +");
    CommandLine program = Program.commandLine(NOWHERE, words[0]);

    assertThat(program.parseArgs(SpelledOut.args(words)).hasSubcommand()).as(command).isTrue();
  }
}
