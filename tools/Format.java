import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares every Java file of the tree with what google-java-format makes of it, or rewrites it.
///
/// A program of its own, run by the JDK 25 of the build and never inside Maven: the formatter reads
/// sources with the javac of the JVM it runs in.
final class Format {
  private static final Set<String> FOREIGN = Set.of("target", ".git", ".fairlead", "node_modules");
  private static final Pattern DOC = Pattern.compile("(?s)( *///(?: +(?:[-*] +)?)?).*");
  private static final int COLUMNS = 100;

  public static void main(String[] args) throws IOException {
    boolean rewrite = args[0].equals("--replace");
    Path root = Path.of(args[1]);
    List<String> off =
        sources(root).parallelStream()
            .filter(file -> isOff(file, rewrite))
            .map(file -> root.relativize(file).toString())
            .sorted()
            .toList();
    if (rewrite) {
      off.forEach(file -> System.out.println("formatted " + file));
    } else if (!off.isEmpty()) {
      off.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Run ./mvnw -q -N -Pformat validate, then look at what it changed.");
      System.exit(1);
    }
  }

  private static boolean isOff(Path file, boolean rewrite) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(wrapDocs(source));
      if (source.equals(formatted)) {
        return false;
      }
      if (rewrite) {
        Files.writeString(file, formatted);
      }
      return true;
    } catch (FormatterException | IOException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  /// Breaks long lines of Markdown comments: the formatter would let them go on as plain comments.
  private static String wrapDocs(String source) {
    StringBuilder out = new StringBuilder();
    for (String line : source.split("(?<=\n)")) {
      Matcher doc = DOC.matcher(line);
      while (line.stripTrailing().length() > COLUMNS && doc.matches()) {
        int space = line.lastIndexOf(' ', COLUMNS);
        if (space <= doc.group(1).length()) {
          break;
        }
        out.append(line, 0, space).append('\n');
        line = doc.group(1).replace('-', ' ').replace('*', ' ') + line.substring(space + 1);
        doc = DOC.matcher(line);
      }
      out.append(line);
    }
    return out.toString();
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return FOREIGN.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
