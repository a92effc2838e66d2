package dev.fairlead.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs [PlainJava] in a child process: the same JDK, the same names, the same addresses in the
/// same order.
final class PlainJavaRun {
  private final Stage stage;
  private final Path hosts;

  PlainJavaRun(Stage stage, Map<String, List<InetAddress>> names) throws IOException {
    this.stage = stage;
    hosts = stage.folder().resolve("hosts");
    String lines =
        names.entrySet().stream()
            .flatMap(e -> e.getValue().stream().map(a -> a.getHostAddress() + " " + e.getKey()))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(hosts, lines);
  }

  /// What a child process said.
  ///
  /// @param took how long it was
  /// @param failure empty when it connected
  record Outcome(Duration took, String failure) {
    static Outcome parse(String line) {
      String[] words = line.strip().split(" ", 3);
      boolean sensible = words.length >= 2 && words[1].matches("\\d+");
      return sensible
          ? new Outcome(
              Duration.ofNanos(Long.parseLong(words[1])),
              words[0].equals("ok") ? "" : words.length < 3 ? "failed" : words[2])
          : new Outcome(Duration.ZERO, "the child process failed: " + line.strip());
    }
  }

  /// A child process that is at work.
  record Running(Process process) {
    Outcome outcome() throws IOException {
      return Outcome.parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  Running start(String what, Scene scene, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.add("-Djdk.net.hosts.file=" + hosts);
    command.add("-Djava.net.preferIPv6Addresses=" + stage.place().ipv6First());
    if (scene.tls()) {
      command.add("-Djavax.net.ssl.trustStore=" + stage.keys().store());
      command.add("-Djavax.net.ssl.trustStorePassword=" + Keys.PASSWORD);
    }
    command.addAll(List.of("-cp", ownClasses(), PlainJava.class.getName(), what));
    command.addAll(List.of(scene.tls() ? "tls" : "plain"));
    command.addAll(List.of(Demo.PRACTICE, scene.host()));
    command.addAll(List.of(Integer.toString(port), Long.toString(Demo.PATIENCE.toMillis())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new Running(process);
  }

  /// Where this class was loaded from, which is all that the child needs.
  private static String ownClasses() throws IOException {
    try {
      return Path.of(PlainJava.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException("the program does not lie in the file system", e);
    }
  }
}
