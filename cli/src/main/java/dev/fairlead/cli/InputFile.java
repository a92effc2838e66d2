package dev.fairlead.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files that the command line names, looked at before anything happens on the network.
final class InputFile {
  private InputFile() {}

  /// The same path, when it can be read.
  static Path readable(String option, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Usage(option + ": there is no readable file " + file);
    }
    return file;
  }

  /// The first line of a file that holds a password.
  static String password(Path file) {
    try {
      List<String> lines = Files.readAllLines(readable("--password-file", file));
      return lines.isEmpty() ? "" : lines.getFirst();
    } catch (IOException e) {
      throw new Usage("--password-file: " + file + " cannot be read: " + e.getMessage());
    }
  }
}
