package dev.fairlead.core.resolve.servers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What earlier questions taught about one server. Forgotten when the configuration or the path
/// changes.
///
/// @param edns whether it takes EDNS
/// @param keepsCase whether it sends names back in the case in which we wrote them
/// @param silentUntilNanos before this time it is asked last, for it lately left a question without
///     an answer
public record ServerHealth(boolean edns, boolean keepsCase, long silentUntilNanos) {
  /// A server that went silent is asked first again after this time: long enough not to slow down
  /// every page, short enough that a router's restart is forgotten soon.
  static final long SILENCE_REMEMBERED_NANOS = 30_000_000_000L;

  /// Nothing is known: the best is assumed.
  public static ServerHealth unknown() {
    return new ServerHealth(true, true, Long.MIN_VALUE);
  }

  /// A fact that an exchange found out.
  public enum Fact {
    ANSWERED,
    SILENT,
    TAKES_NO_EDNS,
    CHANGES_CASE
  }

  public ServerHealth with(Fact fact, long now) {
    return switch (fact) {
      case ANSWERED -> new ServerHealth(edns, keepsCase, Long.MIN_VALUE);
      case SILENT -> new ServerHealth(edns, keepsCase, now + SILENCE_REMEMBERED_NANOS);
      case TAKES_NO_EDNS -> new ServerHealth(false, keepsCase, silentUntilNanos);
      case CHANGES_CASE -> new ServerHealth(edns, false, silentUntilNanos);
    };
  }

  boolean isSilent(long now) {
    return silentUntilNanos != Long.MIN_VALUE && now - silentUntilNanos < 0;
  }

  /// The order in which servers are asked: as configured, beginning at `first` (for `rotate`), the
  /// silent ones last.
  public static List<Integer> order(List<ServerHealth> servers, int first, long now) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      order.add((first + i) % servers.size());
    }
    order.sort(Comparator.comparing(i -> servers.get(i).isSilent(now)));
    return order;
  }
}
