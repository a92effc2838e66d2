package dev.fairlead.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// The transcript of a machine, one line for each input, in a form that can be pasted into a test:
/// `C8 race at(12) given(answer(…)) expect(start(1, …), wakeAt(262))`. Silent unless
/// `FAIRLEAD_LOG=trace` is set.
final class Trace {
  private static final Logger LOG = System.getLogger("dev.fairlead.trace");

  private final String prefix;
  private final long beginNanos;

  /// @param who `C8 race`
  Trace(String who, long beginNanos) {
    this.prefix = who;
    this.beginNanos = beginNanos;
  }

  /// Whether anybody reads it; then no text is made.
  static boolean isOn() {
    return SystemEnvironment.TRACED;
  }

  /// One step.
  void step(long nowNanos, Object input, List<?> effects) {
    if (isOn()) {
      String done = effects.toString();
      LOG.log(
          Level.INFO,
          prefix
              + " at("
              + (nowNanos - beginNanos) / 1_000_000
              + ") given("
              + input
              + ") expect("
              + done.substring(1, done.length() - 1)
              + ")");
    }
  }
}
