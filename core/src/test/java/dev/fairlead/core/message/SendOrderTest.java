package dev.fairlead.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.message.SendEffect.Begin;
import dev.fairlead.core.message.SendEffect.Drop;
import dev.fairlead.core.message.SendEffect.EndOutput;
import dev.fairlead.core.message.SendEffect.WakeAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Transcripts of the order of sending.
class SendOrderTest {
  private final SendOrder order = new SendOrder();

  private List<SendEffect> ask(long id, double priority) {
    return order.take(
        new SendInput.Asked(new Waiting(id, priority, Waiting.NOBODY, Waiting.NEVER, false)));
  }

  private List<SendEffect> askAfter(long id, long antecedent, double priority) {
    return order.take(
        new SendInput.Asked(new Waiting(id, priority, antecedent, Waiting.NEVER, false)));
  }

  private List<SendEffect> askFor(long id, long expiresNanos) {
    return order.take(
        new SendInput.Asked(new Waiting(id, 0.5, Waiting.NOBODY, expiresNanos, false)));
  }

  private List<SendEffect> room() {
    return order.take(new SendInput.RoomCame());
  }

  private List<SendEffect> finished() {
    return order.take(new SendInput.Finished());
  }

  @Test
  void urgentMessagesLeaveFirstAndEqualOnesByAge() {
    assertThat(ask(1, 0.5)).isEmpty();
    assertThat(ask(2, 0.1)).isEmpty();
    assertThat(ask(3, 0.9)).isEmpty();
    assertThat(ask(4, 0.5)).isEmpty();
    assertThat(room()).containsExactly(new Begin(3));
    assertThat(finished()).containsExactly(new Begin(1));
    assertThat(finished()).containsExactly(new Begin(4));
    assertThat(finished()).containsExactly(new Begin(2));
    assertThat(finished()).isEmpty();
  }

  @Test
  void aMessageThatHasBegunIsFinishedBeforeAMoreUrgentOne() {
    room();
    assertThat(ask(1, 0)).containsExactly(new Begin(1));
    assertThat(ask(2, 1)).isEmpty();
    assertThat(finished()).containsExactly(new Begin(2));
  }

  @Test
  void anAntecedentComesFirstHoweverUrgentWhatFollows() {
    ask(1, 0.1);
    askAfter(2, 1, 1);
    ask(3, 0.5);
    assertThat(room()).containsExactly(new Begin(3));
    assertThat(finished()).containsExactly(new Begin(1));
    assertThat(finished()).containsExactly(new Begin(2));
  }

  @Test
  void anAntecedentThatHasLeftHoldsNothingBack() {
    room();
    ask(1, 0.5);
    finished();
    assertThat(askAfter(2, 1, 0.5)).containsExactly(new Begin(2));
  }

  @Test
  void aMessageThatFailsTakesThoseAlongThatComeAfterIt() {
    room();
    ask(1, 0.5);
    askAfter(2, 1, 0.5);
    askAfter(3, 2, 0.5);
    ask(4, 0.5);
    assertThat(order.take(new SendInput.Failed()))
        .containsExactly(new Drop(2), new Drop(3), new Begin(4));
  }

  @Test
  void onlyWhatHasNotBegunExpires() {
    room();
    assertThat(askFor(1, 100)).containsExactly(new Begin(1));
    assertThat(askFor(2, 150)).containsExactly(new WakeAt(150));
    assertThat(askFor(3, 120)).containsExactly(new WakeAt(120));
    assertThat(order.take(new SendInput.TimeCame(120)))
        .containsExactly(new Drop(3), new WakeAt(150));
    assertThat(order.take(new SendInput.TimeCame(150))).containsExactly(new Drop(2));
    assertThat(finished()).isEmpty();
  }

  @Test
  void theLastMessageLeavesAfterAllOthersAndEndsOurDirection() {
    order.take(new SendInput.Asked(new Waiting(1, 1, Waiting.NOBODY, Waiting.NEVER, false)));
    order.take(new SendInput.Asked(new Waiting(2, 1, Waiting.NOBODY, Waiting.NEVER, true)));
    assertThat(ask(3, 1)).containsExactly(new SendEffect.Refuse(3));
    assertThat(room()).containsExactly(new Begin(1));
    assertThat(finished()).containsExactly(new Begin(2));
    assertThat(finished()).containsExactly(new EndOutput());
  }

  @Test
  void theEndWaitsForWhatWaits() {
    room();
    ask(1, 0.5);
    ask(2, 0.5);
    assertThat(order.take(new SendInput.EndAsked())).isEmpty();
    assertThat(finished()).containsExactly(new Begin(2));
    assertThat(finished()).containsExactly(new EndOutput());
    assertThat(order.take(new SendInput.EndAsked())).isEmpty();
  }

  @Test
  void nothingBeginsWithoutRoom() {
    room();
    ask(1, 0.5);
    ask(2, 0.5);
    order.take(new SendInput.RoomGone());
    assertThat(finished()).isEmpty();
    assertThat(room()).containsExactly(new Begin(2));
  }

  @Test
  void whateverHappensEachMessageEndsOnceAndInOrder() {
    for (long seed = 0; seed < 500; seed++) {
      new Chance(seed).run();
    }
  }

  /// A random run against a simple model of the rules.
  private static final class Chance {
    private final SendOrder order = new SendOrder();
    private final Random random;
    private final long seed;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Set<Long> over = new HashSet<>();
    private final List<Long> leaving = new ArrayList<>();
    private long lastId;
    private long now;

    Chance(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() {
      for (int step = 0; step < 200; step++) {
        step();
      }
      take(new SendInput.RoomCame());
      while (!leaving.isEmpty()) {
        finish(true);
      }
      assertThat(waiting).as("seed %d: everybody has left", seed).isEmpty();
      assertThat(over).hasSize((int) lastId);
    }

    private void step() {
      switch (random.nextInt(7)) {
        case 0 -> take(new SendInput.RoomCame());
        case 1 -> take(new SendInput.RoomGone());
        case 2 -> {
          now += random.nextInt(10);
          take(new SendInput.TimeCame(now));
        }
        case 3 -> withdraw(random.nextLong(lastId + 1));
        case 4 -> finish(random.nextBoolean());
        default -> ask();
      }
    }

    private void ask() {
      long antecedent = random.nextInt(3) == 0 ? random.nextLong(lastId + 1) : Waiting.NOBODY;
      long expires = random.nextInt(4) == 0 ? now + random.nextInt(20) : Waiting.NEVER;
      Waiting asked = new Waiting(++lastId, random.nextInt(3) / 2.0, antecedent, expires, false);
      waiting.put(asked.id(), asked);
      take(new SendInput.Asked(asked));
    }

    private void withdraw(long id) {
      if (waiting.remove(id) != null) {
        over.add(id);
        take(new SendInput.Withdrawn(id));
      }
    }

    private void finish(boolean made) {
      if (!leaving.isEmpty()) {
        over.add(leaving.removeFirst());
        take(made ? new SendInput.Finished() : new SendInput.Failed());
      }
    }

    private void take(SendInput input) {
      for (SendEffect effect : order.take(input)) {
        switch (effect) {
          case Begin(long id) -> begin(id);
          case Drop(long id) -> {
            assertThat(waiting.remove(id)).as("seed %d: %d waits", seed, id).isNotNull();
            over.add(id);
          }
          default -> assertThat(effect).isInstanceOf(WakeAt.class);
        }
      }
    }

    private void begin(long id) {
      Waiting begun = waiting.remove(id);
      assertThat(begun).as("seed %d: %d waits", seed, id).isNotNull();
      assertThat(leaving).as("seed %d: one at a time", seed).isEmpty();
      leaving.add(id);
      if (begun == null) {
        return;
      }
      assertThat(waiting).doesNotContainKey(begun.antecedent());
      for (Waiting other : waiting.values()) {
        boolean held = waiting.containsKey(other.antecedent()) || other.antecedent() == begun.id();
        boolean before =
            other.priority() > begun.priority()
                || (other.priority() == begun.priority() && other.id() < begun.id());
        assertThat(!held && before)
            .as("seed %d: %s begins before %s", seed, begun, other)
            .isFalse();
      }
    }
  }
}
