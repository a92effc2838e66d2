package dev.fairlead.testkit.time;

import java.time.Duration;
import java.util.List;

/// Who waits for what since when, for people.
final class Situation {
  private static final List<String> INSIDE =
      List.of("java.", "jdk.", "dev.fairlead.testkit.time.", "dev.fairlead.engine.Blocking");

  private static final int STACK_LINES_MAX = 30;

  private Situation() {}

  static String describe(long nowNanos, List<Participant> alive) {
    StringBuilder text = new StringBuilder(", ").append(seconds(nowNanos)).append(" in:");
    int silent = 0;
    for (Participant each : alive) {
      // The driver waits as long as nothing is due: that is what this text says already.
      if (each.number == 1 || each.state != Participant.State.WAITING) {
        silent++;
        continue;
      }
      text.append("\n  ").append(each.name).append(" waits since ");
      text.append(seconds(each.sinceNanos)).append(place(each));
    }
    return silent == alive.size() ? text + " nobody" : text.toString();
  }

  static String stuck(String name, Duration patience, String stack) {
    return "\""
        + name
        + "\" holds the turn of the simulated world for "
        + patience.toSeconds()
        + " s of real time: it waits for something outside of the world (a lock, a queue, a future,"
        + " Thread.sleep) or computes; wait with world.sleep, world.queue or Fairlead's own calls."
        + " It is here:"
        + stack;
  }

  static String stack(Thread thread) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, STACK_LINES_MAX); i++) {
      text.append("\n    at ").append(frames[i]);
    }
    return text.toString();
  }

  static String seconds(long nanos) {
    return nanos / 1_000_000_000 + "." + String.format("%06d", nanos / 1_000 % 1_000_000) + " s";
  }

  /// In which call of Fairlead it waits, and who called that.
  private static String place(Participant it) {
    Thread thread = it.thread;
    StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    String call = "";
    for (StackTraceElement frame : frames) {
      String owner = frame.getClassName();
      if (INSIDE.stream().anyMatch(owner::startsWith)) {
        continue;
      }
      if (owner.endsWith(".SimTask") && frame.getMethodName().equals("run")) {
        break;
      }
      boolean ours =
          owner.startsWith("dev.fairlead.engine.") || owner.startsWith("dev.fairlead.testkit.Sim");
      if (!ours) {
        return call + ", called by " + frame;
      }
      String simple = owner.substring(owner.lastIndexOf('.') + 1);
      call = " in " + simple + "." + frame.getMethodName();
    }
    return call.isEmpty() ? " for " + it.blocker : call;
  }
}
