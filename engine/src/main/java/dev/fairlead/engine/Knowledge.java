package dev.fairlead.engine;

import dev.fairlead.core.connect.Destination;
import dev.fairlead.core.connect.Experience;
import dev.fairlead.core.connect.Source;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.InterfaceSource.Snapshot;
import dev.fairlead.engine.spi.NetworkSite;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is known of addresses before they are tried: from where they would be reached, and what
/// earlier races learned. One for each round.
final class Knowledge {
  private final NetworkSite site;
  private final RaceHistory history;
  private final Ways ways;
  private final Snapshot network;
  private final long version;
  private final Ledger ledger;
  private final boolean systemChooses;

  /// @param systemChooses whether the system chooses interface and local address
  Knowledge(
      NetworkSite site, Caches caches, RealPaths paths, Ledger ledger, boolean systemChooses) {
    this.site = site;
    this.history = caches.get(RaceHistory.class, RaceHistory::new);
    this.ways = caches.get(Ways.class, Ways::new);
    this.network = paths.snapshot();
    this.version = paths.version();
    this.ledger = ledger;
    this.systemChooses = systemChooses;
  }

  /// What is known of the addresses in these records, hints included.
  List<Destination> of(List<DnsRecord> records) {
    List<Destination> known = new ArrayList<>(records.size());
    for (DnsRecord record : records) {
      switch (record) {
        case DnsRecord.Address it -> known.add(of(it.address()));
        case DnsRecord.Service it -> it.parameters().hints().forEach(hint -> known.add(of(hint)));
        case DnsRecord.Alias _, DnsRecord.Other _ -> {}
      }
    }
    return known;
  }

  /// What is known of one address.
  Destination of(InetAddress address) {
    Source source = systemChooses ? ways.source(site, version, address) : Source.UNKNOWN;
    Experience learned = history.of(network.identity(), address, now());
    return new Destination(
        address,
        source,
        ledger.isLeftBehind(address)
            ? new Experience(learned.rttNanos(), learned.used(), true)
            : learned);
  }

  /// A connection was made.
  void connected(InetAddress address, long rttNanos) {
    history.connected(network.identity(), address, rttNanos, now());
  }

  /// Nothing came back; see [RaceHistory#missed].
  void missed(InetAddress address, boolean certain) {
    history.missed(network.identity(), address, certain, now());
  }

  private long now() {
    return site.environment().ticker().nanos();
  }

  /// Local addresses by destination, for as long as the network stays the same: asking the system
  /// costs a socket each time.
  private static final class Ways {
    private static final int ENTRIES_MAX = 1024;

    /// Guarded by this.
    private final Map<InetAddress, Source> sources =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<InetAddress, Source> eldest) {
            return size() > ENTRIES_MAX;
          }
        };

    private long seenVersion = -1;

    synchronized Source source(NetworkSite site, long version, InetAddress address) {
      if (seenVersion != version) {
        seenVersion = version;
        sources.clear();
      }
      return sources.computeIfAbsent(
          address,
          it ->
              site.transport()
                  .way(it)
                  .<Source>map(way -> new Source.From(way.source()))
                  .orElse(Source.UNREACHABLE));
    }
  }
}
