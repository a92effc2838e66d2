package dev.fairlead.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Where the program reads and writes. Bytes of the peer go to `out` as they are; everything that
/// the program itself has to say about a connection goes to `err`.
record Io(InputStream in, OutputStream out, PrintStream err) {
  /// The three streams of the process, without buffers in between.
  static Io system() {
    return new Io(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        System.err);
  }

  /// Writes a line of text to standard output.
  void line(String text) {
    try {
      out.write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a line about what the program does to standard error.
  void say(String text) {
    err.println(text);
    err.flush();
  }
}
