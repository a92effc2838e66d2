package dev.fairlead.cli;

import dev.fairlead.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// One run of the program inside the test, and what it said.
record Spoken(int exit, Bytes bytes, String out, String err) {
  static Spoken run(String... args) {
    return with("", args);
  }

  static Spoken with(String input, String... args) {
    return with(input.getBytes(StandardCharsets.UTF_8), args);
  }

  static Spoken with(byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Io io =
        new Io(
            new ByteArrayInputStream(input),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int exit = Main.run(io, args);
    return new Spoken(
        exit,
        Bytes.copyOf(out.toByteArray()),
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }
}
