package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Tcp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Time passes when all wait; one runs at a time; nothing hangs in silence.
class TurnsTest {
  @Test
  void anHourOfSleepMovesTheClockByAnHourAndNothingElse() {
    try (SimWorld world = SimWorld.seeded(1)) {
      world.sleep(Duration.ofHours(1));
      assertThat(world.elapsed()).isEqualTo(Duration.ofHours(1));
      assertThat(world.now()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    }
  }

  @Test
  void tasksRunInTheOrderOfTheirTimesThenOfTheirMaking() {
    List<String> order = new ArrayList<>();
    try (SimWorld world = SimWorld.seeded(1)) {
      world.at(Duration.ofMillis(20), () -> order.add("b"));
      world.at(Duration.ofMillis(10), () -> order.add("a"));
      world.at(Duration.ofMillis(20), () -> order.add("c"));
      world.run(Duration.ofMillis(15));
      assertThat(order).containsExactly("a");
      world.run(Duration.ofMillis(15));
    }
    assertThat(order).containsExactly("a", "b", "c");
  }

  @Test
  void aQueueHandsOverInVirtualTime() throws InterruptedException {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimQueue<String> queue = world.queue();
      world.start(
          "giver",
          () -> {
            world.sleep(Duration.ofSeconds(3));
            queue.put("late");
          });
      assertThat(queue.poll(Duration.ofSeconds(1))).isEmpty();
      assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(1));
      assertThat(queue.take()).isEqualTo("late");
      assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void aTaskThatFailsTellsWhoJoinsIt() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimTask task =
          world.start(
              "bad",
              () -> {
                throw new IllegalStateException("no luck");
              });
      assertThatThrownBy(task::join).isInstanceOf(AssertionError.class).hasMessageContaining("bad");
    }
  }

  @Test
  void aTaskThatFailsAndThatNobodyJoinsIsToldInTheEnd() {
    SimWorld world = SimWorld.seeded(1);
    world.start(
        "bad",
        () -> {
          throw new IllegalStateException("no luck");
        });
    world.run(Duration.ofSeconds(1));
    assertThatThrownBy(world::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 1")
        .hasMessageContaining("no luck");
  }

  @Test
  void aWorldInWhichAllWaitSaysWhoWaitsForWhat() {
    try (SimWorld world = SimWorld.seeded(5)) {
      SimHost a = world.host("a");
      world.link(a, world.host("b"), Link.perfect());
      var listener = a.network().listen(80, Tcp.defaults());
      SimQueue<String> queue = world.queue();
      world.start("taker", queue::take);
      assertThatThrownBy(() -> listener.accept())
          .isInstanceOf(WorldStalledError.class)
          .hasMessageContaining("everybody waits and nothing is due")
          .hasMessageContaining("seed 5")
          .hasMessageContaining("test waits")
          .hasMessageContaining("RealListener.accept")
          .hasMessageContaining("TurnsTest")
          .hasMessageContaining("taker waits")
          .hasMessageContaining("SimQueue.take");
    }
  }

  @Test
  void aWorldThatNeverEndsIsEndedAtItsHorizon() {
    WorldOptions brief = WorldOptions.defaults().horizon(Duration.ofHours(1));
    try (SimWorld world = SimWorld.seeded(1, brief)) {
      SimQueue<String> queue = world.queue();
      world.start(
          "clock",
          () -> {
            while (true) {
              world.sleep(Duration.ofSeconds(1));
            }
          });
      assertThatThrownBy(queue::take)
          .isInstanceOf(WorldStalledError.class)
          .hasMessageContaining("horizon");
    }
  }

  @Test
  void whoeverBlocksOutsideOfTheWorldIsNamed() {
    WorldOptions impatient = WorldOptions.defaults().patience(Duration.ofMillis(500));
    SimWorld world = SimWorld.seeded(1, impatient);
    CountDownLatch never = new CountDownLatch(1);
    world.start("stubborn", never::await);
    assertThatThrownBy(() -> world.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(WorldStalledError.class)
        .hasMessageContaining("stubborn")
        .hasMessageContaining("CountDownLatch.await");
    assertThatThrownBy(world::close).hasMessageContaining("stubborn");
  }

  @Test
  void aThreadFromElsewhereIsTurnedAway() {
    try (SimWorld world = SimWorld.seeded(1)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  world.sleep(Duration.ofSeconds(1));
                } catch (IllegalStateException e) {
                  thrown.complete(e);
                }
              });
      assertThat(thrown.join()).hasMessageContaining("world.start");
    }
  }

  @Test
  void anInterruptEndsASleep() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimQueue<Thread> sleeper = world.queue();
      SimTask task =
          world.start(
              "sleeper",
              () -> {
                sleeper.put(Thread.currentThread());
                assertThatThrownBy(() -> world.sleep(Duration.ofHours(1)))
                    .hasMessageContaining("interrupted");
                assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(1));
              });
      world.sleep(Duration.ofSeconds(1));
      sleeper.poll(Duration.ZERO).orElseThrow().interrupt();
      task.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
