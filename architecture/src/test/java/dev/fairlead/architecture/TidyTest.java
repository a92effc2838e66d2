package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The parts of STYLE.md that a machine can check.
class TidyTest {
  private static final int LINES_MAX = 500;
  private static final int BYTES_MAX = 200_000;

  /// Programs talk on standard output; so does a tool of the build.
  private static final Pattern TALKS =
      Pattern.compile("^(cli|examples|bench|lab|tools|bundle/src/test/modules)/.*");

  /// Files that quote the forbidden words to forbid them.
  private static final Set<String> QUOTES_RULES = Set.of("TidyTest.java", "PurityTest.java");

  private static final List<Rule> RULES =
      List.of(
          new Rule("\\bTODO\\b|\\bFIXME\\b|\\bXXX\\b", "do it, or open an issue", ".*"),
          new Rule("Thread\\.sleep", "tests wait for events, not for time", ".*/src/test/.*"),
          new Rule("@Disabled", "a test runs or goes", ".*/src/test/.*"),
          new Rule("printStackTrace", "nothing is swallowed or merely printed", ".*"),
          new Rule("new UnsupportedOperationException", "no stubs", ".*/src/main/.*"));

  @Test
  void filesOfJavaStayShort() {
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      long lines = Tree.text(file).lines().count();
      if (lines > LINES_MAX) {
        wrong.add(Tree.relative(file) + " has " + lines + " lines; at most " + LINES_MAX);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void methodsAreShortTakeFewParametersAndAreNotCalledGetOrSet() throws IOException {
    assertThat(MethodRules.violations(Tree.files(".java"))).isEmpty();
  }

  @Test
  void bannedWordsDoNotAppear() {
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      if (!QUOTES_RULES.contains(file.getFileName().toString())) {
        RULES.forEach(rule -> rule.check(file, wrong));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void onlyProgramsTalkOnStandardOutput() {
    Rule rule = new Rule("System\\.(out|err)\\b|\\bIO\\.print", "only programs print", ".*");
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      if (!TALKS.matcher(Tree.relative(file)).matches()
          && !QUOTES_RULES.contains(file.getFileName().toString())) {
        rule.check(file, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void typesHaveNamesThatSayWhatTheyAre() {
    Pattern vague = Pattern.compile("(Abstract|Base)[A-Z]\\w*|\\w*(Impl|Utils?|Helpers?|Manager)");
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      String name = file.getFileName().toString().replace(".java", "");
      if (vague.matcher(name).matches()) {
        wrong.add(Tree.relative(file) + ": find a name that says what it is");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void docCommentsAreNotBrokenByTheFormatter() {
    Pattern broken = Pattern.compile("^ *///.*\\R *// .*$", Pattern.MULTILINE);
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files(".java")) {
      if (broken.matcher(Tree.text(file)).find()) {
        wrong.add(Tree.relative(file) + ": a /// line goes on as //; keep /// lines within 100");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void filesAreSmall() throws IOException {
    TreeSet<String> wrong = new TreeSet<>();
    for (Path file : Tree.files()) {
      if (Files.size(file) > BYTES_MAX) {
        wrong.add(Tree.relative(file) + " has " + Files.size(file) + " bytes");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void linksBetweenPagesLeadSomewhere() {
    assertThat(Links.dead(Tree.files(".md"))).isEmpty();
  }

  /// A pattern that must not occur in the files whose path matches `where`.
  private record Rule(String pattern, String reason, String where) {
    void check(Path file, Set<String> wrong) {
      String path = Tree.relative(file);
      if (!path.matches(where)) {
        return;
      }
      Pattern compiled = Pattern.compile(pattern);
      int number = 0;
      for (String line : Tree.text(file).split("\n", -1)) {
        number++;
        if (compiled.matcher(line).find()) {
          wrong.add(path + ":" + number + ": " + line.strip() + " (" + reason + ")");
        }
      }
    }
  }
}
