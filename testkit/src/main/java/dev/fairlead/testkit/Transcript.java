package dev.fairlead.testkit;

import java.util.ArrayList;
import java.util.List;

/// What happened in a world, one line for each event: when, who, what, and of packets that were
/// lost, why.
///
/// ```
///    0.000000 a/eth0 sends 198.18.1.1:49152 > 198.18.1.2:443 tcp SYN seq 0 win 1048576
///    0.035000 b/eth0 gets  198.18.1.1:49152 > 198.18.1.2:443 tcp SYN seq 0 win 1048576
/// ```
///
/// The same program in a world of the same seed has the same transcript, byte for byte.
public final class Transcript {
  private final List<String> lines;

  Transcript(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /// All lines.
  public List<String> lines() {
    return lines;
  }

  /// The lines that contain this text.
  public List<String> lines(String containing) {
    return lines.stream().filter(line -> line.contains(containing)).toList();
  }

  /// How many lines contain this text.
  public int count(String containing) {
    return lines(containing).size();
  }

  /// Asserts that lines with these texts occur in this order, others between them or not.
  ///
  /// @throws AssertionError with the whole transcript when they do not
  public void assertHappened(String... texts) {
    int at = 0;
    List<String> missing = new ArrayList<>(List.of(texts));
    while (at < lines.size() && !missing.isEmpty()) {
      if (lines.get(at).contains(missing.getFirst())) {
        missing.removeFirst();
      }
      at++;
    }
    if (!missing.isEmpty()) {
      throw new AssertionError("\"" + missing.getFirst() + "\" did not happen then:\n" + text());
    }
  }

  /// Asserts that no line contains this text.
  ///
  /// @throws AssertionError with the lines that do
  public void assertNever(String text) {
    List<String> found = lines(text);
    if (!found.isEmpty()) {
      throw new AssertionError("\"" + text + "\" happened:\n" + String.join("\n", found));
    }
  }

  /// All lines, each with its end.
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
