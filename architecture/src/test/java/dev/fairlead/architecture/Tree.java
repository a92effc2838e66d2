package dev.fairlead.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The checked-out tree, as the tests of this module look at it.
final class Tree {
  /// The modules that have classes, lower before upper.
  static final List<String> MODULES =
      List.of(
          "api",
          "core",
          "engine",
          "tls",
          "dns",
          "json",
          "testkit",
          "bundle",
          "cli",
          "examples",
          "bench");

  /// Modules of the library: what users get through the bundle, and beside it.
  static final List<String> LIBRARY = List.of("api", "core", "engine", "tls", "dns", "json");

  private static final Set<String> FOREIGN =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", ".fairlead");

  private Tree() {}

  static Path root() {
    String given = System.getProperty("fairlead.root");
    return given != null ? Path.of(given) : Path.of("").toAbsolutePath().getParent();
  }

  static Path classes(String module) {
    return root().resolve(module).resolve("target/classes");
  }

  /// Every file that belongs to the project, without what a build leaves behind.
  static List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(root(), new Collector(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  static List<Path> files(String ending) {
    return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
  }

  static String relative(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  static boolean isTest(Path file) {
    return relative(file).contains("/src/test/");
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The class files of one package of a module, sorted by name.
  static List<Path> classFiles(String module, String packageName) {
    Path folder = classes(module).resolve(packageName.replace('.', '/'));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    Collector(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      return FOREIGN.contains(dir.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
