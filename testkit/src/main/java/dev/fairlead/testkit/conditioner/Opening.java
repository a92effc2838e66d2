package dev.fairlead.testkit.conditioner;

import dev.fairlead.testkit.link.Impairment;
import dev.fairlead.testkit.link.Passage;

/// How long TCP's handshake takes on the link: a SYN goes up, its answer comes down; what gets lost
/// is sent again after a second, then two, four… (RFC 6298 §2, §5).
final class Opening {
  /// As often as Linux tries (`tcp_syn_retries` is 6).
  private static final int TRIES = 7;

  private static final long FIRST_PATIENCE = 1_000_000_000L;

  private Opening() {}

  /// When the answer is here, [StreamWay#NEVER] when all tries get lost.
  static long readyNanos(long nowNanos, Impairment up, Impairment down) {
    long at = nowNanos;
    long patience = FIRST_PATIENCE;
    for (int i = 0; i < TRIES; i++) {
      if (passes(up.offer(at, StreamWay.HEADERS)) instanceof Passage.Arrives there
          && passes(down.offer(there.atNanos(), StreamWay.HEADERS))
              instanceof Passage.Arrives back) {
        return back.atNanos();
      }
      at += patience;
      patience *= 2;
    }
    return StreamWay.NEVER;
  }

  private static Passage passes(Passage passage) {
    return passage instanceof Passage.Arrives arrives && arrives.corrupted()
        ? new Passage.Dropped(dev.fairlead.testkit.link.Drop.LOST)
        : passage;
  }
}
