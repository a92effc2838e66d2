package dev.fairlead.dns;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import java.util.ArrayList;
import java.util.List;

/// Lists of records as events tell them.
final class Records {
  private Records() {}

  /// The records, with an alias before them when the search list made another name out of the asked
  /// one: then whoever follows aliases from the question's name finds them.
  static List<DnsRecord> under(Question question, List<DnsRecord> records) {
    if (records.isEmpty() || records.getFirst().name().equals(question.name())) {
      return records;
    }
    DnsRecord first = records.getFirst();
    List<DnsRecord> all = new ArrayList<>(records.size() + 1);
    all.add(new DnsRecord.Alias(question.name(), first.name(), first.ttlSeconds()));
    all.addAll(records);
    return all;
  }

  /// Those of `records` that are not among `others`, whatever their time to live.
  static List<DnsRecord> without(List<DnsRecord> records, List<DnsRecord> others) {
    List<DnsRecord> same = others.stream().map(r -> r.withTtl(0)).toList();
    return records.stream().filter(r -> !same.contains(r.withTtl(0))).toList();
  }
}
