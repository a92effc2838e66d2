package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text that the build makes and the tree holds: they must be the same.
final class CheckedIn {
  private CheckedIn() {}

  /// Compares, or writes the file when the build was asked to accept what it makes.
  static void check(String path, String made) throws IOException {
    Path file = Tree.root().resolve(path);
    if (Boolean.getBoolean("fairlead.accept")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, made);
      return;
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is not what the classes say. If the change is meant:"
                + " ./mvnw -q -Paccept -pl architecture -am test, then commit the file.",
            path)
        .isEqualTo(made);
  }
}
