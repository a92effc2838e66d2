package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Bytes;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Much data both ways at once, with a reader that dawdles: what waits stays within the documented
/// bound the whole time, to the end of the stream included.
@Timeout(120)
class BothWaysTest {
  private static final int LIMIT = 128 * 1024;
  private static final int SEND = 64 * 1024;
  private static final long TOTAL = 256L * 1024 * 1024;
  private static final int BOUND = LIMIT + 64 * 1024 + 16 * 1024;

  @Test
  void whatWaitsStaysWithinTheBound() throws Exception {
    try (StreamLab lab = new StreamLab()) {
      Preferences preferences = Preferences.defaults().inboxLimit(LIMIT).outboxLimit(LIMIT);
      var pair = lab.pair(preferences, preferences);
      AtomicInteger mostWaiting = new AtomicInteger();
      AtomicLong mostUnsent = new AtomicLong();
      Thread[] all = {
        Thread.startVirtualThread(() -> write(pair.a(), mostUnsent)),
        Thread.startVirtualThread(() -> write(pair.b(), mostUnsent)),
        Thread.startVirtualThread(() -> read(pair.a(), mostWaiting)),
        Thread.startVirtualThread(() -> read(pair.b(), mostWaiting))
      };
      for (Thread thread : all) {
        thread.join();
      }
      assertThat(pair.a().transfer().receivedBytes()).isEqualTo(TOTAL);
      assertThat(pair.b().transfer().receivedBytes()).isEqualTo(TOTAL);
      assertThat(mostWaiting.get()).isLessThanOrEqualTo(BOUND);
      assertThat(mostUnsent.get()).isLessThanOrEqualTo(LIMIT + SEND);
      Thread closing = Thread.startVirtualThread(pair.b()::close);
      pair.a().close();
      closing.join();
    }
  }

  private static void write(StreamConnection to, AtomicLong most) {
    ByteBuffer content = ByteBuffer.allocate(SEND);
    for (long sent = 0; sent < TOTAL; sent += SEND) {
      content.clear();
      to.send(content);
      most.accumulateAndGet(to.unsent(), Math::max);
    }
    to.sendEnd();
  }

  private static void spin() {
    for (int i = 0; i < 10_000; i++) {
      Thread.onSpinWait();
    }
  }

  private static void read(StreamConnection from, AtomicInteger most) {
    int calls = 0;
    for (Bytes next = from.receive(); next != null; next = from.receive()) {
      most.accumulateAndGet(from.available(), Math::max);
      if (++calls % 64 == 0) {
        // Long enough for the inbox to fill.
        spin();
      }
    }
  }
}
