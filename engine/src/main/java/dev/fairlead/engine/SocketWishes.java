package dev.fairlead.engine;

import dev.fairlead.Ip;
import dev.fairlead.ServiceClass;
import dev.fairlead.Setting;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The options of TCP and IP that a stack asks for, as wishes to the transport. Built once, applied
/// to the socket of each attempt.
final class SocketWishes {
  private final List<Named> wishes = new ArrayList<>();
  private final List<Setting> settledAlready = new ArrayList<>();
  private final boolean noDelay;

  private record Named(String name, String value, Wish wish) {}

  /// Everything that `tcp` asks for.
  SocketWishes(Tcp tcp) {
    Tcp.Switches on = tcp.switches();
    noDelay = on.noDelay();
    if (!on.noDelay()) {
      add("tcp.noDelay", "false", new Wish.NoDelay(false));
    }
    if (on.noPush()) {
      add("tcp.noPush", "true", new Wish.NoPush(true));
    }
    if (on.quickAck()) {
      add("tcp.quickAck", "true", new Wish.QuickAck(true));
    }
    if (on.fastOpen()) {
      add("tcp.fastOpen", "true", new Wish.FastOpen());
    }
    if (on.multipath()) {
      add("tcp.multipath", "true", new Wish.Multipath());
    }
    if (!on.ecn()) {
      refuse("tcp.ecn", "false", "the system decides for all connections");
    }
    if (on.noOptions()) {
      refuse("tcp.noOptions", "true", "no system does that for one connection");
    }
    if (on.dropUnansweredFin()) {
      refuse("tcp.dropUnansweredFin", "true", "the system decides how long an end is repeated");
    }
    keepAlive(tcp.keepAlive());
    tcp.timers()
        .drop()
        .ifPresent(
            limit ->
                add("tcp.dropTime", Durations.text(limit.toNanos()), new Wish.DropTime(limit)));
    persist(tcp.timers());
    tcp.maximumSegmentSize()
        .ifPresent(
            bytes -> add("tcp.maximumSegmentSize", "" + bytes, new Wish.MaximumSegmentSize(bytes)));
    ip(tcp.ip());
  }

  /// Linux has one timer for unacknowledged data and for a closed window; the shorter wish rules.
  private void persist(Tcp.Timers timers) {
    if (timers.persist().isEmpty()) {
      return;
    }
    Duration limit = timers.persist().get();
    boolean first = timers.drop().map(drop -> drop.compareTo(limit) > 0).orElse(true);
    if (first) {
      add("tcp.persistTimeout", Durations.text(limit.toNanos()), new Wish.DropTime(limit));
    } else {
      refuse(
          "tcp.persistTimeout",
          Durations.text(limit.toNanos()),
          "tcp.dropTime is shorter and rules");
    }
  }

  private void refuse(String name, String value, String why) {
    settledAlready.add(new Setting(name, value, Setting.Result.NOT_APPLIED, why));
  }

  private void keepAlive(Tcp.KeepAlive probes) {
    if (probes.enabled()) {
      Duration idle = probes.idle().orElse(Duration.ZERO);
      Duration interval = probes.interval().orElse(Duration.ZERO);
      int count = probes.count().orElse(0);
      String value =
          probes.idle().isEmpty()
              ? "true"
              : Durations.text(idle.toNanos())
                  + ", "
                  + Durations.text(interval.toNanos())
                  + ", "
                  + count;
      add("tcp.keepAlive", value, new Wish.KeepAlive(idle, interval, count));
    }
  }

  private void ip(Ip ip) {
    ip.hopLimit().ifPresent(hops -> add("ip.hopLimit", "" + hops, new Wish.HopLimit(hops)));
    if (ip.minimumMtu()) {
      add("ip.minimumMtu", "true", new Wish.MinimumMtu());
    }
    if (ip.dontFragment()) {
      add("ip.dontFragment", "true", new Wish.DontFragment());
    }
    if (ip.localAddress() != Ip.LocalAddress.SYSTEM) {
      boolean temporary = ip.localAddress() == Ip.LocalAddress.TEMPORARY;
      add(
          "ip.localAddress",
          temporary ? "temporary" : "stable",
          new Wish.PreferTemporaryAddress(temporary));
    }
    if (ip.serviceClass() != ServiceClass.BEST_EFFORT) {
      add(
          "ip.serviceClass",
          ip.serviceClass().name().toLowerCase(java.util.Locale.ROOT),
          new Wish.TrafficClass(ip.serviceClass().dscp()));
    }
  }

  private void add(String name, String value, Wish wish) {
    wishes.add(new Named(name, value, wish));
  }

  /// Applies all of them.
  ///
  /// @return what became of those that are not the default
  List<Setting> apply(Transport transport, Channel channel) {
    if (noDelay) {
      // The default; a socket that does not know it, as a Unix socket, does not need it.
      transport.apply(channel, new Wish.NoDelay(true));
    }
    if (wishes.isEmpty()) {
      return settledAlready;
    }
    List<Setting> settings = new ArrayList<>(settledAlready);
    for (Named each : wishes) {
      Applied applied = transport.apply(channel, each.wish());
      settings.add(setting(each.name(), each.value(), applied));
    }
    return settings;
  }

  static Setting setting(String name, String value, Applied applied) {
    return new Setting(name, value, applied.result(), applied.reason());
  }
}
