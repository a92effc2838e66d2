package dev.fairlead.testkit.time;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What is due when: by time, and at one time in the order in which it was entered. Guarded by the
/// [Turns] that it belongs to.
final class Agenda {
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingLong(entry -> entry.atNanos)
          .thenComparingLong(entry -> entry.number);

  private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
  private long entered;
  private int struck;

  /// Something that is due at a time.
  static final class Entry implements Due {
    private final Agenda agenda;
    private final long atNanos;
    private final long number;
    private @Nullable Runnable event;

    private Entry(Agenda agenda, long atNanos, long number, Runnable event) {
      this.agenda = agenda;
      this.atNanos = atNanos;
      this.number = number;
      this.event = event;
    }

    @Override
    public long atNanos() {
      return atNanos;
    }

    @Override
    public boolean isPending() {
      return event != null;
    }

    @Override
    public void cancel() {
      if (event != null) {
        event = null;
        agenda.struck();
      }
    }

    /// Takes the event out, to be run once.
    private @Nullable Runnable take() {
      Runnable taken = event;
      event = null;
      return taken;
    }
  }

  Entry enter(long atNanos, Runnable event) {
    Entry entry = new Entry(this, atNanos, entered++, event);
    entries.add(entry);
    return entry;
  }

  /// The moment of the next entry, negative when there is none.
  long nextNanos() {
    Entry first = first();
    return first == null ? -1 : first.atNanos;
  }

  /// Takes the next event.
  @Nullable Runnable poll() {
    Entry first = first();
    if (first == null) {
      return null;
    }
    entries.remove();
    return first.take();
  }

  private @Nullable Entry first() {
    Entry first = entries.peek();
    while (first != null && !first.isPending()) {
      entries.remove();
      struck--;
      first = entries.peek();
    }
    return first;
  }

  /// Timers are set and struck all the time; what is struck is swept when it is the larger half.
  private void struck() {
    struck++;
    if (struck > 64 && struck > entries.size() / 2) {
      entries.removeIf(entry -> !entry.isPending());
      struck = 0;
    }
  }
}
