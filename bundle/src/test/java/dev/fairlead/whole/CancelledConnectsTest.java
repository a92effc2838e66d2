package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Cancels connects at random moments: before the first packet, in the middle of TCP's or TLS's
/// handshake, while the second address is tried, after everything is done. Whatever the moment,
/// nothing stays behind.
class CancelledConnectsTest {
  private static final int CONNECTS = 10_000;
  private static final int AT_A_TIME = 50;
  private static final long LATEST_NANOS = 6_000_000;

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenThousandCancelledConnectsLeaveNothingBehind() {
    Certificates certificates = new Certificates();
    // The first address refuses, so that many races have two attempts.
    Resolver resolver =
        Resolver.hosts(
            Map.of(
                "test.example",
                List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1"))));
    Tls server = Tls.overTcp().identity(certificates.identity("test.example"));
    Tls client = Tls.overTcp().trust(Trust.authorities(certificates.authority));
    long seed = Long.getLong("fairlead.seed", System.nanoTime());
    System.setProperty("fairlead.last.seed", String.valueOf(seed));
    List<WeakReference<CompletableFuture<StreamConnection>>> futures = new ArrayList<>();
    try (Network network = Network.builder().loops(2).resolver(resolver).build();
        Listener<StreamConnection> listener =
            network.listen(
                0, server, ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0)))) {
      listener.onConnection(c -> c.onReceive((self, content) -> self.send(content)));
      Endpoint endpoint = Endpoint.of("test.example", listener.port());
      network.connect(endpoint, client).close();
      Eventually.holds("the first connection is gone", () -> listener.report().active() == 0);
      int descriptors = descriptors();
      int threads = Thread.activeCount();
      Random random = new Random(seed);
      for (int done = 0; done < CONNECTS; done += AT_A_TIME) {
        burst(network, endpoint, client, random, futures);
      }
      Eventually.holds(
          "every server connection ends (" + listener.report() + ", seed " + seed + ")",
          () -> listener.report().active() == 0 && listener.report().handshaking() == 0);
      Eventually.holds(
          "descriptors return to " + descriptors + " from " + descriptors() + ", seed " + seed,
          () -> descriptors() <= descriptors);
      Eventually.holds(
          "nothing holds a connection, no timer either, seed " + seed, () -> collected(futures));
      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
    }
    Eventually.holds("buffers return to the pool, seed " + seed, () -> activeDirectBuffers() == 0);
  }

  private static void burst(
      Network network,
      Endpoint endpoint,
      Tls client,
      Random random,
      List<WeakReference<CompletableFuture<StreamConnection>>> futures) {
    List<CompletableFuture<?>> ended = new ArrayList<>();
    for (int i = 0; i < AT_A_TIME; i++) {
      CompletableFuture<StreamConnection> future = network.connectAsync(endpoint, client);
      futures.add(new WeakReference<>(future));
      long moment = random.nextLong(LATEST_NANOS);
      ended.add(
          CompletableFuture.runAsync(
              () -> cancelOrAbort(future),
              CompletableFuture.delayedExecutor(moment, TimeUnit.NANOSECONDS)));
    }
    CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new)).join();
  }

  /// Who comes too late to cancel has a connection and must end it.
  private static void cancelOrAbort(CompletableFuture<StreamConnection> future) {
    if (!future.cancel(true) && !future.isCompletedExceptionally()) {
      future.join().abort();
    }
  }

  private static boolean collected(List<? extends WeakReference<?>> references) {
    System.gc();
    return references.stream().allMatch(reference -> reference.refersTo(null));
  }

  private static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }

  private static long activeDirectBuffers() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(arena -> arena.numActiveAllocations())
        .sum();
  }
}
