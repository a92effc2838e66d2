package dev.fairlead.testkit.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Wireshark without windows. Where it is not installed, the test is skipped.
public final class Tshark {
  private Tshark() {}

  /// A line for each packet, checksums verified.
  public static List<String> read(Path file) {
    return run(
        List.of(
            "-r",
            file.toString(),
            "-o",
            "ip.check_checksum:TRUE",
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "udp.check_checksum:TRUE"));
  }

  /// Some fields of the packets that a filter lets through.
  public static List<String> fields(Path file, String filter, String... fields) {
    List<String> arguments = new ArrayList<>(List.of("-r", file.toString(), "-Y", filter));
    arguments.addAll(List.of("-T", "fields"));
    for (String field : fields) {
      arguments.addAll(List.of("-e", field));
    }
    return run(arguments);
  }

  private static List<String> run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException missing) {
      assumeTrue(false, "there is no tshark");
      throw new UncheckedIOException(missing);
    }
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.onExit().join().exitValue()).isZero();
    return lines;
  }
}
