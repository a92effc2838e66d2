package dev.fairlead.testkit.channel;

import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Wish;
import dev.fairlead.testkit.tcp.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What was asked of a stream before there is a connection to ask it of.
final class Wishes {
  private final List<Consumer<TcpSocket>> wishes = new ArrayList<>();
  private @Nullable String interfaceName;

  /// The interface that it must leave by, null for any.
  @Nullable String interfaceName() {
    return interfaceName;
  }

  Applied add(Wish wish, @Nullable TcpSocket now) {
    return switch (wish) {
      case Wish.NoDelay(boolean on) -> add(it -> it.noDelay(on), now);
      case Wish.QuickAck(boolean on) -> add(it -> it.quickAck(on), now);
      case Wish.DropTime(java.time.Duration limit) -> add(it -> it.dropAfter(limit.toNanos()), now);
      case Wish.MaximumSegmentSize(int bytes) -> add(it -> it.limitSegments(bytes), now);
      case Wish.BindToInterface(String name, int _) -> {
        interfaceName = name;
        yield Applied.FULLY;
      }
      case Wish.ReuseAddress _, Wish.ReusePort _ -> Applied.FULLY;
      case Wish.DontFragment _ -> Applied.FULLY;
      case Wish.NoPush _,
          Wish.FastOpen _,
          Wish.Multipath _,
          Wish.KeepAlive _,
          Wish.HopLimit _,
          Wish.MinimumMtu _,
          Wish.PreferTemporaryAddress _,
          Wish.TrafficClass _ ->
          Applied.not("simulated hosts do not have it");
    };
  }

  private Applied add(Consumer<TcpSocket> wish, @Nullable TcpSocket now) {
    if (now == null) {
      wishes.add(wish);
    } else {
      wish.accept(now);
    }
    return Applied.FULLY;
  }

  void apply(TcpSocket to) {
    wishes.forEach(each -> each.accept(to));
    wishes.clear();
  }
}
