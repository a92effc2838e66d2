package dev.fairlead.cli;

/// How reports are printed.
enum ReportFormat {
  /// For people.
  TEXT,
  /// For machines: one JSON object per line.
  JSON
}
