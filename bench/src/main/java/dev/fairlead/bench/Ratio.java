package dev.fairlead.bench;

import java.util.Arrays;
import java.util.Locale;

/// The geometric mean of paired ratios with its 95 % interval.
///
/// @param mean the mean
/// @param low the interval's lower end
/// @param high its upper end
/// @param pairs how many pairs
record Ratio(double mean, double low, double high, int pairs) {
  /// Student's t for 95 %, two-sided, by degrees of freedom from 14 on; below, nobody measures.
  private static final double[] T = {
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045,
  };

  static Ratio of(double[] ours, double[] theirs) {
    int n = ours.length;
    double[] logs = new double[n];
    Arrays.setAll(logs, i -> Math.log(ours[i] / theirs[i]));
    double mean = Arrays.stream(logs).average().orElseThrow();
    double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
    double t = n < 15 ? 2.5 : T[Math.min(n - 15, T.length - 1)];
    double half = t * Math.sqrt(squares / (n - 1) / n);
    return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half), n);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", mean, low, high);
  }
}
