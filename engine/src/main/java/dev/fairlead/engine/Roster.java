package dev.fairlead.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who is there, in the order of coming: what is done to all of them is done in that order, on
/// every
/// run. Any thread.
///
/// @param <E> what is there; told apart by `equals`
final class Roster<E> {
  /// Guarded by itself.
  private final Set<E> entries = new LinkedHashSet<>();

  void add(E entry) {
    synchronized (entries) {
      entries.add(entry);
    }
  }

  /// Strikes one off.
  ///
  /// @return whether it was there
  boolean remove(E entry) {
    synchronized (entries) {
      return entries.remove(entry);
    }
  }

  void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }

  boolean isEmpty() {
    synchronized (entries) {
      return entries.isEmpty();
    }
  }

  /// Those that are there now.
  List<E> all() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }
}
