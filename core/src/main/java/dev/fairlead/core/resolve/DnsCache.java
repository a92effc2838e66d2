package dev.fairlead.core.resolve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Answers, positive and negative, for as long as they may be believed, and a while beyond for
/// those who accept expired ones. Bounded by count, the longest unused goes first. Not for several
/// threads: its owner guards it.
public final class DnsCache {
  /// Enough for a browser's day; about 1 MiB.
  public static final int ENTRIES_MAX = 4_096;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// `ExpiredDnsBehavior.ALLOW`: a day past expiry at most.
  public static final long EXPIRED_NANOS_MAX = 86_400 * NANOS_PER_SECOND;

  /// Whose answer it is: what one context or path learned is never told to another.
  ///
  /// @param partition identity of context, path and resolver
  public record Key(String partition, Question question) {}

  /// A remembered answer, aged to the moment of asking.
  ///
  /// @param expiredNanos how long ago it ceased to be valid; negative or zero while it is valid
  public record Remembered(Answer answer, long expiredNanos) {
    public boolean isFresh() {
      return expiredNanos < 0;
    }
  }

  private record Entry(Answer answer, long sinceNanos) {
    long expiredNanos(long now) {
      return now - sinceNanos - answer.ttlSeconds() * NANOS_PER_SECOND;
    }
  }

  private final int entriesMax;
  private final SequencedMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

  public DnsCache(int entriesMax) {
    if (entriesMax < 1) {
      throw new IllegalArgumentException("a cache has room for one entry at least");
    }
    this.entriesMax = entriesMax;
  }

  /// What is known, fresh or expired; null when nothing is.
  public @Nullable Remembered find(Key key, long now) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    long age = Math.max(0, now - entry.sinceNanos()) / NANOS_PER_SECOND;
    return new Remembered(entry.answer().aged(age), entry.expiredNanos(now));
  }

  /// Remembers an answer. One that may not be believed for any time at all (TTL 0) replaces an
  /// older one by nothing.
  ///
  /// RFC 2308 §5: NXDOMAIN speaks for the whole name, so it also takes the place of what was known
  /// of its other types.
  public void put(Key key, Answer answer, long now) {
    if (!answer.nameExists()) {
      forgetName(key);
    }
    if (answer.ttlSeconds() <= 0) {
      entries.remove(key);
      return;
    }
    entries.put(key, new Entry(answer, now));
    if (entries.size() > entriesMax) {
      entries.pollFirstEntry();
    }
  }

  /// Forgets what was learned in partitions whose name begins so: a path that is gone, a context
  /// that was flushed.
  public void forget(String partitionPrefix) {
    entries.keySet().removeIf(key -> key.partition().startsWith(partitionPrefix));
  }

  public void clear() {
    entries.clear();
  }

  public int size() {
    return entries.size();
  }

  /// The questions that are known, for reports.
  public List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (Key key : entries.sequencedKeySet()) {
      questions.add(key.question());
    }
    return questions;
  }

  private void forgetName(Key key) {
    Iterator<Map.Entry<Key, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Key other = all.next().getKey();
      if (other.partition().equals(key.partition())
          && other.question().name().equals(key.question().name())) {
        all.remove();
      }
    }
  }
}
