package dev.fairlead.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.connection.LifecycleInput.AbortAsked;
import dev.fairlead.core.connection.LifecycleInput.BackoffFired;
import dev.fairlead.core.connection.LifecycleInput.CarrierClosed;
import dev.fairlead.core.connection.LifecycleInput.CarrierLost;
import dev.fairlead.core.connection.LifecycleInput.CloseAsked;
import dev.fairlead.core.connection.LifecycleInput.CloseDeadlinePassed;
import dev.fairlead.core.connection.LifecycleInput.DeadlinePassed;
import dev.fairlead.core.connection.LifecycleInput.NextAsked;
import dev.fairlead.core.connection.LifecycleInput.PathChanged;
import dev.fairlead.core.connection.LifecycleInput.RestartAsked;
import dev.fairlead.core.connection.LifecycleInput.RoundLost;
import dev.fairlead.core.connection.LifecycleInput.RoundWon;
import dev.fairlead.core.connection.LifecycleInput.Started;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private LifecycleState state = Lifecycle.begin(Patience.NONE);
  private List<String> effects = List.of();

  private LifecycleTest patient(Patience patience) {
    state = Lifecycle.begin(patience);
    return this;
  }

  private LifecycleTest given(LifecycleInput... inputs) {
    for (LifecycleInput input : inputs) {
      LifecycleStep step = Lifecycle.step(state, input);
      state = step.state();
      effects = step.effects().stream().map(LifecycleTableTest::text).toList();
    }
    return this;
  }

  private LifecycleTest expect(String... expected) {
    assertThat(effects).containsExactly(expected);
    return this;
  }

  @Test
  void aConnectionIsMadeUsedAndClosed() {
    given(new Started()).expect("arm deadline", "tell preparing", "start round");
    given(new RoundWon()).expect("stop deadline", "adopt", "tell ready");
    given(new CloseAsked()).expect("arm close deadline", "tell closing", "begin close");
    given(new CarrierClosed()).expect("stop close deadline", "tell closed");
  }

  @Test
  void byDefaultALostRoundIsAFailure() {
    given(new Started(), new RoundLost(true));
    expect("stop deadline", "tell failed (round lost)");
  }

  @Test
  void whoWaitsGoesOnWithAChangeOfTheNetwork() {
    patient(Patience.WAITS).given(new Started(), new RoundLost(true));
    expect("tell waiting (round lost)");
    given(new PathChanged()).expect("stop backoff", "tell preparing", "start round");
    given(new RoundWon()).expect("stop deadline", "adopt", "tell ready");
  }

  @Test
  void whoWaitsGoesOnWithRestart() {
    patient(Patience.WAITS).given(new Started(), new RoundLost(true), new RestartAsked());
    expect("stop backoff", "tell preparing", "start round");
  }

  @Test
  void nobodyWaitsForWhatCannotBeCured() {
    patient(Patience.WAITS).given(new Started(), new RoundLost(false));
    expect("stop deadline", "tell failed (round lost)");
  }

  @Test
  void theDeadlineGoesOnWhileItWaits() {
    patient(Patience.WAITS).given(new Started(), new RoundLost(true), new DeadlinePassed());
    expect("stop backoff", "tell failed (deadline)");
  }

  @Test
  void theBackOffDoublesUpToItsMostAndBeginsAnewAfterAChange() {
    patient(Patience.withBackoff(100, 300)).given(new Started(), new RoundLost(true));
    expect("arm backoff 100", "tell waiting (round lost)");
    given(new BackoffFired()).expect("tell preparing", "start round");
    given(new RoundLost(true)).expect("arm backoff 200", "tell waiting (round lost)");
    given(new BackoffFired(), new RoundLost(true));
    expect("arm backoff 300", "tell waiting (round lost)");
    given(new BackoffFired(), new RoundLost(true));
    expect("arm backoff 300", "tell waiting (round lost)");
    given(new PathChanged(), new RoundLost(true));
    expect("arm backoff 100", "tell waiting (round lost)");
  }

  @Test
  void aChangeDuringARoundIsNotMissedByItsLoss() {
    patient(Patience.WAITS).given(new Started(), new PathChanged(), new RoundLost(true));
    expect("start round");
    given(new RoundLost(true)).expect("tell waiting (round lost)");
  }

  @Test
  void aChangeOfTheNetworkLeavesAReadyConnectionAlone() {
    given(new Started(), new RoundWon(), new PathChanged()).expect();
    given(new CarrierLost()).expect("tell failed (carrier lost)");
  }

  @Test
  void theNextEndpointIsTriedBeforeAndAfterReady() {
    given(new Started(), new NextAsked()).expect("try next");
    given(new RoundWon(), new NextAsked());
    expect("let go", "arm deadline", "tell preparing", "start round");
  }

  @Test
  void anEndOfBothSidesIsNoFailure() {
    given(new Started(), new RoundWon(), new CarrierClosed()).expect();
    given(new CloseAsked()).expect("arm close deadline", "tell closing", "begin close");
  }

  @Test
  void closingIsBounded() {
    given(new Started(), new RoundWon(), new CloseAsked(), new CloseDeadlinePassed());
    expect("reset", "tell closed");
  }

  @Test
  void abortEndsEverythingAtOnce() {
    given(new AbortAsked()).expect("tell closed");
    patient(Patience.NONE).given(new Started(), new AbortAsked());
    expect("stop deadline", "stop round", "tell closed");
    patient(Patience.NONE).given(new Started(), new RoundWon(), new AbortAsked());
    expect("reset", "tell closed");
  }

  @Test
  void aCarrierThatComesAfterTheEndIsDiscarded() {
    given(new Started(), new AbortAsked(), new RoundWon()).expect("discard");
  }
}
