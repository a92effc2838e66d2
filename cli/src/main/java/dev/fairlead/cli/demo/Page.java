package dev.fairlead.cli.demo;

import java.util.function.Consumer;

/// Where the demo writes: titles, text that is wrapped, and lines that are not.
public final class Page {
  private static final int WIDTH = 90;
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final Consumer<String> lines;
  private final boolean colours;

  /// Makes an empty page.
  ///
  /// @param lines takes the text, a line at a time
  /// @param colours whether titles stand out
  public Page(Consumer<String> lines, boolean colours) {
    this.lines = lines;
    this.colours = colours;
  }

  void title(String text) {
    lines.accept("");
    lines.accept(colours ? BOLD + text + PLAIN : text);
  }

  void text(String words) {
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        lines.accept(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.accept(line.toString());
  }

  void lines(String text) {
    text.lines().forEach(line -> lines.accept("  " + line));
  }
}
