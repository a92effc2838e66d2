package dev.fairlead.engine;

import dev.fairlead.AnswerSource;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.Origin;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A name source with a fixed zone; names that are not in it do not exist, and those that start
/// with `silent` are never answered.
final class ZoneNames implements NameSource {
  private final Map<String, List<InetAddress>> zone;
  private final AtomicInteger open = new AtomicInteger();

  ZoneNames(Map<String, List<InetAddress>> zone) {
    this.zone = zone;
  }

  @Override
  public Asking ask(Question question, AskContext how, Consumer<NameEvent> to) {
    open.incrementAndGet();
    boolean[] over = new boolean[1];
    if (!question.name().startsWith("silent")) {
      how.loop()
          .execute(
              () -> {
                if (!over[0]) {
                  over[0] = true;
                  open.decrementAndGet();
                  answer(question, to);
                }
              });
    }
    return () -> {
      if (!over[0]) {
        over[0] = true;
        open.decrementAndGet();
      }
    };
  }

  private void answer(Question question, Consumer<NameEvent> to) {
    Origin origin = new Origin(AnswerSource.HOSTS_FILE, null, "", 0, 0);
    List<InetAddress> addresses = zone.get(question.name());
    List<DnsRecord> records =
        addresses == null
            ? List.of()
            : addresses.stream()
                .filter(it -> it instanceof Inet4Address == (question.type() == RecordType.A))
                .map(it -> (DnsRecord) new DnsRecord.Address(question.name(), it, 60))
                .toList();
    if (!records.isEmpty()) {
      to.accept(new NameEvent.Added(records, origin));
    }
    to.accept(new NameEvent.Finished(origin, addresses != null));
  }

  /// Questions that are neither answered nor cancelled.
  int open() {
    return open.get();
  }

  @Override
  public void networkChanged() {}

  @Override
  public boolean usable() {
    return true;
  }
}
