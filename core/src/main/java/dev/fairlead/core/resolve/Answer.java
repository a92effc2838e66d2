package dev.fairlead.core.resolve;

import java.util.List;

/// A checked answer to one question: the aliases that led from the asked name to the last one, in
/// order, then that name's records of the asked type. Nothing else that the message held is in
/// here.
///
/// @param nameExists false for NXDOMAIN: then no other type of that name exists either
/// @param ttlSeconds how long the whole of it may be believed, already capped
public record Answer(
    Question question, List<DnsRecord> records, boolean nameExists, long ttlSeconds) {
  public Answer {
    records = List.copyOf(records);
  }

  /// Whether there is anything of the asked type in it.
  public boolean isPositive() {
    return records.stream().anyMatch(record -> record.type() == question.type());
  }

  /// The same with each record's time to live cut down by the seconds it has lain in a cache.
  public Answer aged(long seconds) {
    List<DnsRecord> aged =
        records.stream().map(r -> r.withTtl(Math.max(0, r.ttlSeconds() - seconds))).toList();
    return new Answer(question, aged, nameExists, Math.max(0, ttlSeconds - seconds));
  }
}
