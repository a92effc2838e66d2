package dev.fairlead.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The figures of all scenes, side by side.
final class Table {
  private static final String FORM = "%-44s %-20s %-20s %s%n";

  private final List<Row> rows = new ArrayList<>();

  /// One scene. A column that was not measured is `-`.
  ///
  /// @param story of Fairlead's way, its waterfall
  record Row(String title, String socket, String http, String fairlead, String story) {
    Row(String title) {
      this(title, "-", "-", "-", "");
    }

    Row plainJava(PlainJavaRun.Outcome socket, PlainJavaRun.Outcome http) {
      return new Row(title, cell(socket), cell(http), fairlead, story);
    }

    Row fairlead(Duration took, String failure, String story) {
      String text = failure.isEmpty() ? time(took) : failure + " " + time(took);
      return new Row(title, socket, http, text, story);
    }

    boolean fairleadConnected() {
      return !fairlead.startsWith("failed");
    }

    @Override
    public String toString() {
      String plain =
          socket.equals("-")
              ? ""
              : "java.net.Socket  " + socket + "\nHttpClient       " + http + "\n";
      return plain + "Fairlead         " + fairlead + "\n" + story;
    }
  }

  void add(Row row) {
    rows.add(row);
  }

  private static String cell(PlainJavaRun.Outcome outcome) {
    if (outcome.failure().isEmpty()) {
      return time(outcome.took());
    }
    String why = outcome.failure().toLowerCase(Locale.ROOT);
    String word =
        why.contains("timed out") || why.contains("timeout")
            ? "gave up"
            : why.contains("refused") || why.startsWith("connectexception")
                ? "refused"
                : why.contains("ssl") || why.contains("certificate") ? "wrong cert" : "failed";
    return word + " " + time(outcome.took());
  }

  /// `0.4 ms`, `12 ms`, `1.25 s`.
  static String time(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 1000
        ? Math.round(millis) + " ms"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(FORM, "", "java.net.Socket", "HttpClient", "Fairlead"));
    for (Row row : rows) {
      text.append(String.format(FORM, row.title(), row.socket(), row.http(), row.fairlead()));
    }
    return text.toString().stripTrailing();
  }
}
