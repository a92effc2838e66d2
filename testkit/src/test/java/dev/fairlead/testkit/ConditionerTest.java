package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.Setting;
import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real connections over loopback, with a bad link between stack and socket.
class ConditionerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Link BAD =
      Link.perfect()
          .delay(Duration.ofMillis(2))
          .jitter(Duration.ofMillis(1))
          .loss(0.03)
          .corrupt(0.01)
          .reorder(0.02)
          .rate(200_000_000);

  private Network network = Network.builder().build();

  @AfterEach
  void close() {
    network.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aClientsBytesAreAllThereAndInOrder(String transport) {
    network.close();
    network = Network.builder().transport(transport).build();
    echoes(Conditioner.over(Tcp.defaults(), BAD).seed(1), Tcp.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aServersBytesAreAllThereAndInOrder(String transport) {
    network.close();
    network = Network.builder().transport(transport).build();
    echoes(Tcp.defaults(), Conditioner.over(Tcp.defaults(), BAD).seed(2));
  }

  private void echoes(StreamStack<StreamConnection> client, StreamStack<StreamConnection> server) {
    byte[] content = new byte[1 << 20];
    new Random(4711).nextBytes(content);
    try (Listener<StreamConnection> listener = listen(server)) {
      listener.onConnection(c -> Thread.startVirtualThread(() -> echo(c)));
      try (StreamConnection c = connect(listener, client)) {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(c, content));
        Bytes back = c.receiveAll(content.length, PATIENCE);
        sent.join();
        assertThat(Arrays.equals(back.toByteArray(), content)).isTrue();
      }
    }
  }

  private static void echo(StreamConnection c) {
    c.transferTo(c);
    c.close();
  }

  private static void sendAll(StreamConnection c, byte[] content) {
    for (int at = 0; at < content.length; at += 10_000) {
      c.send(content, at, Math.min(10_000, content.length - at));
    }
    c.sendEnd();
  }

  @Test
  void theHandshakeTakesARoundTripAndSaysSo() {
    Link link = Link.perfect().up(u -> u.delay(Duration.ofMillis(30))).down(d -> d.rate(1 << 20));
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      StreamConnection c = connect(listener, Conditioner.over(Tcp.defaults(), link));
      c.abort();
      Handshake shook = c.establishment().handshakes().getLast();
      assertThat(shook.layer()).isEqualTo("conditioner");
      assertThat(shook.detail()).isEqualTo(link.toString());
      assertThat(shook.roundTrip().orElseThrow()).isBetween(ms(30), ms(31));
      assertThat(shook.took()).isGreaterThanOrEqualTo(ms(30));
      assertThat(c.establishment().settings())
          .extracting(Setting::name, Setting::result)
          .contains(
              org.assertj.core.groups.Tuple.tuple("conditioner.link", Setting.Result.APPROXIMATED));
    }
  }

  @Test
  void aLinkThroughWhichNothingPassesIsUnanswered() {
    Link dead = Link.perfect().loss(1);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      StreamStack<StreamConnection> stack =
          Conditioner.over(Tcp.defaults().connectTimeout(ms(50)), dead);
      assertThatThrownBy(() -> connect(listener, stack))
          .isInstanceOfSatisfying(
              EstablishmentException.class,
              e -> assertThat(e.reason()).isEqualTo(FailureCause.NO_ANSWER))
          .hasMessageContaining("no answer over the link (attempt limit 50 ms)");
    }
  }

  @Test
  void oneDirectionMayEndBeforeTheOther() {
    Link link = Link.perfect().delay(ms(5)).loss(0.2);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      StreamStack<StreamConnection> stack = Conditioner.over(Tcp.defaults(), link).seed(7);
      listener.onConnection(
          c ->
              Thread.startVirtualThread(
                  () -> {
                    Bytes request = c.receiveAll(1 << 16);
                    c.send("you said " + request.utf8());
                    c.close();
                  }));
      try (StreamConnection c = connect(listener, stack)) {
        c.send("hello");
        c.sendEnd();
        assertThat(c.receiveAll(1 << 16, PATIENCE).utf8()).isEqualTo("you said hello");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aReaderThatIsSlowerThanItsLinkHoldsTheSenderBack(String transport) {
    network.close();
    network = Network.builder().transport(transport).build();
    Link slow = Link.perfect().rate(1_000_000);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      CompletableFuture<Long> sent = new CompletableFuture<>();
      listener.onConnection(
          c ->
              Thread.startVirtualThread(
                  () -> {
                    sent.complete(flood(c));
                    c.abort();
                  }));
      StreamConnection c = connect(listener, Conditioner.over(Tcp.defaults(), slow));
      // Kernel buffers on both sides take some megabytes; without back-pressure it is hundreds.
      assertThat(sent.join()).isLessThan(24L << 20);
      c.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aSenderThatIsFasterThanItsLinkWaits(String transport) {
    network.close();
    network = Network.builder().transport(transport).build();
    Link slow = Link.perfect().rate(1_000_000);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      StreamConnection c = connect(listener, Conditioner.over(Tcp.defaults(), slow));
      // The outbox, the link's queue of 64 KiB and a little that waits for it.
      assertThat(flood(c)).isLessThan(Preferences.BUFFER_LIMIT + 64 * 1024 + 256 * 1024);
      c.abort();
    }
  }

  /// Sends until nothing is taken for a while.
  private static long flood(StreamConnection c) {
    Bytes block = Bytes.copyOf(new byte[16 * 1024]);
    long sent = 0;
    try {
      while (true) {
        c.send(block.asByteBuffer(), Duration.ofMillis(300));
        sent += block.length();
      }
    } catch (DeadlineException full) {
      return sent;
    }
  }

  @Test
  void closingHandsOverWhatIsUnderWay() {
    Link far = Link.perfect().delay(ms(50)).loss(0.1);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      CompletableFuture<Bytes> got = new CompletableFuture<>();
      listener.onConnection(
          c ->
              Thread.startVirtualThread(
                  () -> {
                    got.complete(c.receiveAll(1 << 20));
                    c.close();
                  }));
      byte[] content = new byte[200_000];
      new Random(1).nextBytes(content);
      StreamConnection c = connect(listener, Conditioner.over(Tcp.defaults(), far).seed(3));
      c.send(content);
      c.close();
      assertThat(Arrays.equals(got.join().toByteArray(), content)).isTrue();
    }
  }

  @Test
  void theSameSeedMeetsTheSameChance() {
    Link link = Link.perfect().delay(ms(5)).jitter(ms(5));
    var stack = Conditioner.over(Tcp.defaults(), link);
    try (Listener<StreamConnection> listener = listen(Tcp.defaults())) {
      assertThat(roundTrip(listener, stack.seed(11)))
          .isEqualTo(roundTrip(listener, stack.seed(11)))
          .isNotEqualTo(roundTrip(listener, stack.seed(12)));
    }
  }

  private Duration roundTrip(Listener<StreamConnection> listener, Stack<StreamConnection> stack) {
    StreamConnection c = connect(listener, stack);
    c.abort();
    return c.establishment().handshakes().getLast().roundTrip().orElseThrow();
  }

  private Listener<StreamConnection> listen(Stack<StreamConnection> stack) {
    return network.listen(0, stack);
  }

  private StreamConnection connect(
      Listener<StreamConnection> listener, Stack<StreamConnection> stack) {
    return network.connect(Endpoint.of("127.0.0.1", listener.port()), stack);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
