package dev.fairlead.core.connect;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What earlier races learned about addresses, kept apart by path: an address that is quick at home
/// may be a black hole elsewhere. It decides nothing but the order and the delay of attempts, and
/// it must not hold a wrong belief for ever: entries expire, and every few races go without it.
///
/// Bounded: when it is full, what was not used for longest is forgotten. Time comes in with each
/// call, in nanoseconds on any clock that does not go back. Not safe for several threads; its owner
/// guards it.
public final class RaceHistory {

  /// How long a belief is held: ten minutes, as version 1 of the algorithm had it (RFC 6555 §4.2).
  public static final long EXPIRY_NANOS = 600_000_000_000L;

  /// How many addresses are remembered by default, over all paths.
  public static final int ENTRIES_MAX = 1024;

  /// Each race whose number is a multiple of this goes without history by default.
  public static final int FRESH_EVERY = 10;

  /// How often in a row an attempt must be outrun before its address counts as silent. Once proves
  /// nothing: the winner may merely have been nearer.
  private static final int OUTRUN_MAX = 3;

  private final int entriesMax;
  private final int freshEvery;

  /// In the order in which they were last used.
  private final Map<Key, Memory> memories = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Integer> races = new LinkedHashMap<>();

  /// An empty history with the default bounds.
  public RaceHistory() {
    this(ENTRIES_MAX, FRESH_EVERY);
  }

  /// An empty history.
  ///
  /// @param entriesMax how many addresses are remembered
  /// @param freshEvery each race whose number is a multiple of this goes without; 1 for all
  public RaceHistory(int entriesMax, int freshEvery) {
    this.entriesMax = entriesMax;
    this.freshEvery = freshEvery;
  }

  /// Counts a race on this path and says whether history may guide it. The shell asks once per race
  /// and, if it may not, gives [Experience#NONE] for each address.
  public boolean guidesNextRace(String path) {
    // RFC 6555 §4.2: a client tries anew now and then, or a bad moment would be believed for good.
    int number = races.merge(path, 1, Integer::sum) % freshEvery;
    races.put(path, number);
    if (races.size() > ENTRIES_MAX) {
      races.remove(races.keySet().iterator().next());
    }
    return number != 0;
  }

  /// What is known of an address on this path.
  public Experience recall(String path, InetAddress address, long now) {
    Memory memory = fresh(new Key(path, address), now);
    return memory == null ? Experience.NONE : memory.experience();
  }

  /// A connection came about.
  ///
  /// @param rttNanos how long its transport took
  public void connected(String path, InetAddress address, long rttNanos, long now) {
    Experience before = recall(path, address, now);
    // The weight of RFC 6298 §2 for a new sample is an eighth; attempts are rare, so ours is a
    // quarter.
    long smoothed =
        before.hasRtt() ? before.rttNanos() + (rttNanos - before.rttNanos()) / 4 : rttNanos;
    remember(new Key(path, address), new Memory(smoothed, 0, now));
  }

  /// An attempt ran into its limit without an answer.
  public void timedOut(String path, InetAddress address, long now) {
    silent(path, address, OUTRUN_MAX, now);
  }

  /// An attempt had no answer yet when another won.
  public void outrun(String path, InetAddress address, long now) {
    silent(path, address, 1, now);
  }

  /// Forgets what was learned on one path, as when it changed though its name did not.
  public void forget(String path) {
    memories.keySet().removeIf(key -> key.path.equals(path));
    races.remove(path);
  }

  /// Forgets everything.
  public void forgetAll() {
    memories.clear();
    races.clear();
  }

  /// How many addresses are remembered.
  public int size() {
    return memories.size();
  }

  private void silent(String path, InetAddress address, int weight, long now) {
    Key key = new Key(path, address);
    Memory before = fresh(key, now);
    long rtt = before == null ? -1 : before.rttNanos;
    int times = (before == null ? 0 : before.unanswered) + weight;
    remember(key, new Memory(rtt, Math.min(times, OUTRUN_MAX), now));
  }

  private @Nullable Memory fresh(Key key, long now) {
    Memory memory = memories.get(key);
    if (memory != null && now - memory.learnedAt >= EXPIRY_NANOS) {
      memories.remove(key);
      return null;
    }
    return memory;
  }

  private void remember(Key key, Memory memory) {
    memories.put(key, memory);
    if (memories.size() > entriesMax) {
      memories.remove(memories.keySet().iterator().next());
    }
  }

  private record Key(String path, InetAddress address) {}

  private record Memory(long rttNanos, int unanswered, long learnedAt) {
    Experience experience() {
      boolean silent = unanswered >= OUTRUN_MAX;
      return new Experience(silent ? -1 : rttNanos, rttNanos >= 0, silent);
    }
  }
}
