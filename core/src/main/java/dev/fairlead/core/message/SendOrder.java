package dev.fairlead.core.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides which message of a connection leaves next: by antecedent, then priority, then age. One
/// message leaves at a time and is finished before the next begins. A lifetime ends only what has
/// not begun; a message that does not leave takes those along that come after it. The message that
/// is marked as the last leaves when nothing else waits.
///
/// It keeps the messages that wait, and is used under the lock of whoever owns it.
public final class SendOrder {
  private static final Comparator<Waiting> ORDER =
      Comparator.comparing(Waiting::last)
          .thenComparing(Comparator.comparingDouble(Waiting::priority).reversed())
          .thenComparingLong(Waiting::id);

  /// A message without a number: nobody can come after it.
  private static final Waiting ANYONE = new Waiting(0, 0.5, Waiting.NOBODY, Waiting.NEVER, false);

  private final TreeSet<Waiting> waiting = new TreeSet<>(ORDER);
  private final Map<Long, Waiting> byId = new HashMap<>();
  private boolean room;
  private @Nullable Waiting leaving;
  private End end = End.NONE;
  private long wakeNanos = Waiting.NEVER;

  /// How far the end of our direction has come.
  private enum End {
    NONE,
    ASKED,
    DONE
  }

  /// No message, and no room before the connection is ready.
  public SendOrder() {}

  /// Whether a message that comes now would begin at once.
  public boolean isIdle() {
    return room && leaving == null && waiting.isEmpty() && end == End.NONE;
  }

  /// Lets a message begin that nothing else concerns, as `Asked` would if nothing waits.
  ///
  /// @return whether it has begun
  public boolean beginAtOnce() {
    if (!isIdle()) {
      return false;
    }
    leaving = ANYONE;
    return true;
  }

  /// As `Finished`, when nothing follows from it.
  ///
  /// @return whether that is so; otherwise nothing was done
  public boolean finishAtOnce() {
    if (!room || !waiting.isEmpty() || end != End.NONE) {
      return false;
    }
    leaving = null;
    return true;
  }

  /// Whether nothing waits and nothing is leaving.
  public boolean isQuiet() {
    return waiting.isEmpty() && leaving == null;
  }

  /// Takes an input and says what to do, in this order.
  public List<SendEffect> take(SendInput input) {
    List<SendEffect> effects = new ArrayList<>(2);
    switch (input) {
      case SendInput.RoomCame _ -> room = true;
      case SendInput.RoomGone _ -> room = false;
      case SendInput.Asked(Waiting message) -> ask(message, effects);
      case SendInput.Withdrawn(long id) -> withdraw(id, effects);
      case SendInput.Finished _ -> leaving = null;
      case SendInput.Failed _ -> fail(effects);
      case SendInput.TimeCame(long nanos) -> expire(nanos, effects);
      case SendInput.EndAsked _ -> end = end == End.NONE ? End.ASKED : end;
    }
    turn(effects);
    wake(effects);
    return effects;
  }

  private void ask(Waiting message, List<SendEffect> effects) {
    if (end != End.NONE) {
      effects.add(new SendEffect.Refuse(message.id()));
      return;
    }
    waiting.add(message);
    byId.put(message.id(), message);
    end = message.last() ? End.ASKED : end;
  }

  private void withdraw(long id, List<SendEffect> effects) {
    Waiting gone = byId.get(id);
    if (gone != null) {
      remove(gone);
      dropAfter(id, effects);
    }
  }

  private void fail(List<SendEffect> effects) {
    Waiting gone = leaving;
    leaving = null;
    if (gone != null) {
      dropAfter(gone.id(), effects);
    }
  }

  private void expire(long nanos, List<SendEffect> effects) {
    if (wakeNanos != Waiting.NEVER && wakeNanos - nanos <= 0) {
      wakeNanos = Waiting.NEVER;
    }
    for (Waiting each : List.copyOf(waiting)) {
      boolean late = each.expiresNanos() != Waiting.NEVER && each.expiresNanos() - nanos <= 0;
      if (late && waiting.contains(each)) {
        drop(each, effects);
        dropAfter(each.id(), effects);
      }
    }
  }

  /// Drops whatever comes after `id`, and what comes after that.
  private void dropAfter(long id, List<SendEffect> effects) {
    ArrayDeque<Long> gone = new ArrayDeque<>();
    gone.add(id);
    for (Long next = gone.poll(); next != null; next = gone.poll()) {
      long antecedent = next;
      List<Waiting> after =
          waiting.stream().filter(each -> each.antecedent() == antecedent).toList();
      for (Waiting each : after) {
        drop(each, effects);
        gone.add(each.id());
      }
    }
  }

  private void drop(Waiting each, List<SendEffect> effects) {
    remove(each);
    effects.add(new SendEffect.Drop(each.id()));
  }

  private void remove(Waiting each) {
    waiting.remove(each);
    byId.remove(each.id());
  }

  private void turn(List<SendEffect> effects) {
    if (leaving != null) {
      return;
    }
    if (waiting.isEmpty()) {
      if (end == End.ASKED) {
        end = End.DONE;
        effects.add(new SendEffect.EndOutput());
      }
      return;
    }
    Waiting next = room ? next() : null;
    if (next != null) {
      remove(next);
      leaving = next;
      effects.add(new SendEffect.Begin(next.id()));
    }
  }

  /// The first that waits for no other; a message can only come after an earlier one, so there is
  /// one.
  private @Nullable Waiting next() {
    for (Waiting each : waiting) {
      if (!byId.containsKey(each.antecedent())) {
        return each;
      }
    }
    return null;
  }

  private void wake(List<SendEffect> effects) {
    long first = Waiting.NEVER;
    for (Waiting each : waiting) {
      long expires = each.expiresNanos();
      first =
          first == Waiting.NEVER || (expires != Waiting.NEVER && expires - first < 0)
              ? expires
              : first;
    }
    if (first != Waiting.NEVER && (wakeNanos == Waiting.NEVER || first - wakeNanos < 0)) {
      wakeNanos = first;
      effects.add(new SendEffect.WakeAt(first));
    }
  }

  /// In a few words, for tables and traces.
  @Override
  public String toString() {
    return (room ? "room" : "no room")
        + (leaving == null ? "" : ", " + leaving.id() + " leaves")
        + (waiting.isEmpty()
            ? ""
            : ", waiting " + waiting.stream().map(each -> "" + each.id()).toList())
        + switch (end) {
          case NONE -> "";
          case ASKED -> ", ends";
          case DONE -> ", ended";
        };
  }
}
