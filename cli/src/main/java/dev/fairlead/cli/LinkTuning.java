package dev.fairlead.cli;

import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.testkit.Conditioner;
import dev.fairlead.testkit.Link;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A bad link on purpose.
final class LinkTuning {
  @Option(
      names = "--conditioner",
      paramLabel = "LINK",
      completionCandidates = Presets.class,
      description = {
        "Pretend that the network is a bad one: lte, 3g, edge, dsl, satellite, lossy-wifi,"
            + " ethernet, or settings as in lte,loss=2%%,up.rate=1Mbit. Settings: delay, jitter,"
            + " rate, queue, loss, corrupt, reorder, mtu."
      })
  @Nullable String link;

  @Option(
      names = "--conditioner-seed",
      paramLabel = "N",
      description = "With --conditioner: the same losses in the same places each time.")
  @Nullable Long seed;

  /// The stack, on the bad link that was asked for, if any was.
  StreamStack<StreamConnection> over(StreamStack<StreamConnection> stack) {
    if (link == null) {
      if (seed != null) {
        throw new Usage("--conditioner-seed needs --conditioner");
      }
      return stack;
    }
    try {
      Conditioner<StreamConnection> conditioned = Conditioner.over(stack, Link.parse(link));
      return seed == null ? conditioned : conditioned.seed(seed);
    } catch (IllegalArgumentException e) {
      throw new Usage("--conditioner: " + e.getMessage());
    }
  }

  /// What a shell may complete.
  static final class Presets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Link.presets().iterator();
    }
  }
}
