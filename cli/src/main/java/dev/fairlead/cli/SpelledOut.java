package dev.fairlead.cli;

import java.util.Map;

/// Options whose value may be left out, with the value put in: so `--report HOST` does not take the
/// host for the value.
final class SpelledOut {
  private static final Map<String, String> DEFAULTS =
      Map.of("--report", "text", "--keep-alive", "system");

  private SpelledOut() {}

  static String[] args(String... args) {
    String[] full = args.clone();
    for (int i = 0; i < full.length && !full[i].equals("--"); i++) {
      String value = DEFAULTS.get(full[i]);
      if (value != null) {
        full[i] = full[i] + "=" + value;
      }
    }
    return full;
  }
}
