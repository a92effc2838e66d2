package dev.fairlead.testkit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Numbers with units, as a [Link]'s textual form has them.
final class Quantity {
  private record Unit(String name, long factor) {}

  private static final List<Unit> TIMES =
      List.of(
          new Unit("min", 60_000_000_000L),
          new Unit("s", 1_000_000_000L),
          new Unit("ms", 1_000_000L),
          new Unit("us", 1_000L),
          new Unit("ns", 1));

  private static final List<Unit> RATES =
      List.of(
          new Unit("Gbit", 1_000_000_000L),
          new Unit("Mbit", 1_000_000L),
          new Unit("kbit", 1_000L),
          new Unit("bit", 1));

  private static final List<Unit> SIZES =
      List.of(
          new Unit("MiB", 1L << 20),
          new Unit("MB", 1_000_000L),
          new Unit("KiB", 1L << 10),
          new Unit("kB", 1_000L),
          new Unit("B", 1));

  private Quantity() {}

  static Duration time(String key, String text) {
    return Duration.ofNanos(parse(key, text, TIMES, "100ms"));
  }

  static long rate(String key, String text) {
    return parse(
        key, text.endsWith("/s") ? text.substring(0, text.length() - 2) : text, RATES, "1.5Mbit");
  }

  static int size(String key, String text) {
    long bytes = parse(key, text, SIZES, "64kB");
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(key + "=" + text + " is more than 2 GiB");
    }
    return (int) bytes;
  }

  /// Whether the text has a unit of time.
  static boolean isTime(String text) {
    return text.endsWith("s") || text.endsWith("min");
  }

  /// `2%` or `0.02`.
  static double share(String key, String text) {
    boolean percent = text.endsWith("%");
    BigDecimal number =
        number(key, text, percent ? text.substring(0, text.length() - 1) : text, "2%");
    return (percent ? number.movePointLeft(2) : number).doubleValue();
  }

  static double count(String key, String text) {
    return number(key, text, text, "3").doubleValue();
  }

  static String time(Duration time) {
    return text(time.toNanos(), TIMES);
  }

  static String rate(long bitsPerSecond) {
    return text(bitsPerSecond, RATES);
  }

  static String size(long bytes) {
    return text(bytes, SIZES);
  }

  static String share(double share) {
    return plain(BigDecimal.valueOf(share).movePointRight(2)) + "%";
  }

  static String count(double count) {
    return plain(BigDecimal.valueOf(count));
  }

  private static long parse(String key, String text, List<Unit> units, String example) {
    for (Unit unit : units) {
      String digits = text.substring(0, Math.max(0, text.length() - unit.name.length()));
      // "ms" also ends with "s": what is left must end with a digit.
      if (text.endsWith(unit.name)
          && !digits.isEmpty()
          && Character.isDigit(digits.charAt(digits.length() - 1))) {
        return scaled(key, text, number(key, text, digits, example), unit);
      }
    }
    String known = units.stream().map(Unit::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        key
            + "="
            + text
            + ": a number with a unit is needed, one of "
            + known
            + ", as in "
            + key
            + "="
            + example);
  }

  private static long scaled(String key, String text, BigDecimal number, Unit unit) {
    try {
      return number
          .multiply(BigDecimal.valueOf(unit.factor))
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (ArithmeticException tooMuch) {
      throw new IllegalArgumentException(key + "=" + text + " is too much", tooMuch);
    }
  }

  private static BigDecimal number(String key, String text, String digits, String example) {
    if (!digits.matches("[0-9]{1,15}(\\.[0-9]{1,30})?")) {
      throw new IllegalArgumentException(
          key + "=" + text + ": \"" + digits + "\" is not a number, as in " + key + "=" + example);
    }
    return new BigDecimal(digits);
  }

  /// In the largest unit of which there is at least one, exactly.
  private static String text(long amount, List<Unit> units) {
    Unit least = units.getLast();
    for (Unit unit : units) {
      boolean exact = amount % (unit.factor / Math.min(unit.factor, 1000)) == 0;
      if (amount >= unit.factor && exact && isDecimal(unit)) {
        return plain(BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(unit.factor)))
            + unit.name;
      }
    }
    return amount + least.name;
  }

  /// Minutes and binary multiples have no short decimal fractions.
  private static boolean isDecimal(Unit unit) {
    return Long.toString(unit.factor).matches("10*");
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
