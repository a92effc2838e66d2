package dev.fairlead.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide and the README show only Java that is compiled and run.
class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of(System.getProperty("fairlead.root", ".."));

  @Test
  void everyPieceOfJavaIsCutFromAnExample() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        examples.add(squeezed(Files.readString(file)));
      }
    }
    String documents =
        Files.readString(ROOT.resolve("docs/guide.md"))
            + Files.readString(ROOT.resolve("README.md"));
    List<String> pieces = BLOCK.matcher(documents).results().map(found -> found.group(1)).toList();

    assertThat(pieces).hasSizeGreaterThan(8);
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(examples).anyMatch(text -> text.contains(squeezed(piece))));
  }

  @Test
  void examplesFitOnAScreen() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(40);
      }
    }
  }

  /// Indentation does not count.
  private static String squeezed(String text) {
    return text.lines().map(String::strip).reduce("", (a, b) -> a + "\n" + b).strip();
  }
}
