package dev.fairlead.bench;

import java.util.Arrays;

/// Round trips of one run, in nanoseconds.
final class Samples {
  private long[] values = new long[1 << 16];
  private int count;

  void add(long nanos) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = nanos;
  }

  int count() {
    return count;
  }

  /// The value below which `share` of the samples lie.
  long quantile(double share) {
    Arrays.sort(values, 0, count);
    return count == 0 ? 0 : values[(int) Math.min(count - 1L, Math.round(share * count))];
  }

  void clear() {
    count = 0;
  }
}
