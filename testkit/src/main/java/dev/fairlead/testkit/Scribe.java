package dev.fairlead.testkit;

import dev.fairlead.testkit.net.Journal;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Port;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Writes the transcript.
final class Scribe implements Journal {
  /// Older lines go when there are more.
  private static final int LINES_MAX = 1_000_000;

  private final LongSupplier clock;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final List<Capture> captures = new ArrayList<>();
  private boolean writes = true;
  private long gone;

  Scribe(LongSupplier clock) {
    this.clock = clock;
  }

  void write(boolean on) {
    writes = on;
  }

  /// Packets go into this file too.
  void add(Capture capture) {
    captures.add(capture);
  }

  /// All files are complete.
  void endCaptures() {
    captures.forEach(Capture::close);
    captures.clear();
  }

  @Override
  public void sent(Port from, Packet packet) {
    for (Capture each : captures) {
      each.sent(from, packet);
    }
    line(from, " sends ", packet, "");
  }

  @Override
  public void arrived(Port at, Packet packet) {
    for (Capture each : captures) {
      each.arrived(at, packet);
    }
    line(at, " gets  ", packet, "");
  }

  @Override
  public void lost(String where, Packet packet, String why) {
    for (Capture each : captures) {
      each.lost(packet, why);
    }
    line(where, " loses ", packet, ": " + why);
  }

  @Override
  public void note(String who, String what) {
    line(who, " ", what, "");
  }

  private void line(Object who, String verb, Object what, String why) {
    if (!writes) {
      return;
    }
    StringBuilder line = new StringBuilder(128);
    time(line, clock.getAsLong());
    line.append(' ').append(who).append(verb).append(what).append(why);
    if (lines.size() == LINES_MAX) {
      lines.poll();
      gone++;
    }
    lines.add(line.toString());
  }

  /// Seconds with six places, and as many more as the time needs.
  private static void time(StringBuilder line, long nanos) {
    String seconds = Long.toString(nanos / 1_000_000_000);
    line.repeat(' ', Math.max(0, 4 - seconds.length())).append(seconds).append('.');
    String parts = Long.toString(1_000_000_000 + nanos % 1_000_000_000);
    line.append(parts, 1, nanos % 1000 == 0 ? 7 : 10);
  }

  Transcript transcript() {
    ArrayList<String> all = new ArrayList<>(lines.size() + 1);
    if (gone > 0) {
      all.add("(" + gone + " older lines are not kept)");
    }
    all.addAll(lines);
    return new Transcript(all);
  }
}
