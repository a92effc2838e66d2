package dev.fairlead.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people type them: `5s`, `250ms`, `1.5m`, `2h`; a bare number is seconds.
final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)?");

  @Override
  public Duration convert(String text) {
    try {
      return parse(text);
    } catch (Usage e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Usage("\"" + text + "\" is not a duration such as 5s, 250ms, 1.5m or 2h");
    }
    String unit = form.group(2) == null ? "s" : form.group(2);
    long nanosPerUnit =
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(nanosPerUnit));
    Duration duration = Duration.ofNanos(nanos.longValue());
    if (duration.isZero()) {
      throw new Usage("a duration must be longer than nothing: " + text);
    }
    return duration;
  }

  /// `0.4 ms`, `12 ms`, `1.25 s`: three figures at most.
  static String of(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(java.util.Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 1000) {
      return Math.round(millis) + " ms";
    }
    return String.format(java.util.Locale.ROOT, "%.2f s", millis / 1000);
  }
}
