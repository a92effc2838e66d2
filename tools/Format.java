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

/// Compares every Java file of the tree with what google-java-format makes of it, or rewrites it.
///
/// A program of its own, run by the JDK 25 of the build and never inside Maven: the formatter reads
/// sources with the javac of the JVM it runs in.
final class Format {
  private static final Set<String> FOREIGN = Set.of("target", ".git", ".fairlead", "node_modules");

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
      String formatted = new Formatter().formatSourceAndFixImports(source);
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
