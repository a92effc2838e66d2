package dev.fairlead.engine.spi;

import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.DnsRecord;
import java.util.List;

/// What a name source tells about one question, in the order in which it learns it. The last event
/// is `Finished` or `Failed`.
public sealed interface NameEvent {
  /// Where this came from.
  Origin origin();

  /// These records answer the question, aliases on the way included.
  record Added(List<DnsRecord> records, Origin origin) implements NameEvent {
    public Added {
      records = List.copyOf(records);
    }
  }

  /// These were told before and are not true any more.
  record Withdrawn(List<DnsRecord> records, Origin origin) implements NameEvent {
    public Withdrawn {
      records = List.copyOf(records);
    }
  }

  /// Nothing follows.
  ///
  /// @param nameExists false when nobody knows the name at all, whatever the type
  record Finished(Origin origin, boolean nameExists) implements NameEvent {}

  /// Nothing follows, and nobody could say.
  record Failed(Origin origin, FailureCause cause, String why) implements NameEvent {}
}
