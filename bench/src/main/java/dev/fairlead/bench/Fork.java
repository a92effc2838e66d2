package dev.fairlead.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A worker process, pinned to cores where the system can do that.
final class Fork implements AutoCloseable {
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;
  private final String greeting;

  private Fork(Process process) throws IOException {
    this.process = process;
    this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.greeting = line();
  }

  /// @param cores as `taskset -c` takes them: `0`, `0,1`
  static Fork start(String cores, Path keys, String... arguments) throws IOException {
    return start(cores, keys, List.of(), arguments);
  }

  /// As above, with options for the JVM.
  static Fork start(String cores, Path keys, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dbench.keys=" + keys,
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName()));
    command.addAll(command.indexOf("-cp"), options);
    command.addAll(Arrays.asList(arguments));
    return new Fork(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// What it said first: a server's port.
  String greeting() {
    return greeting;
  }

  double[] ask(String command) throws IOException {
    commands.println(command);
    return Arrays.stream(line().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a worker died");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
