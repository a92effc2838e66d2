package dev.fairlead.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who waits, first come, first served. It takes no memory of its own while at most one does, which
/// is the rule. Guarded by its owner.
///
/// @param <T> who waits
final class Line<T> {
  private @Nullable T first;
  private @Nullable ArrayDeque<T> others;

  boolean isEmpty() {
    return first == null;
  }

  @Nullable T first() {
    return first;
  }

  void addLast(T one) {
    if (first == null) {
      first = one;
    } else {
      others().addLast(one);
    }
  }

  void addFirst(T one) {
    if (first != null) {
      others().addFirst(first);
    }
    first = one;
  }

  @Nullable T poll() {
    T one = first;
    first = others == null ? null : others.pollFirst();
    return one;
  }

  @SuppressWarnings("ReferenceEquality") // Identity is what is meant.
  boolean remove(T one) {
    if (first == one) {
      poll();
      return true;
    }
    return others != null && others.remove(one);
  }

  /// Everyone who waits; the line is empty afterwards.
  List<T> drain() {
    if (first == null) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (T next = poll(); next != null; next = poll()) {
      all.add(next);
    }
    others = null;
    return all;
  }

  private ArrayDeque<T> others() {
    ArrayDeque<T> rest = others;
    if (rest == null) {
      rest = new ArrayDeque<>(4);
      others = rest;
    }
    return rest;
  }
}
