package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.ConnectionState;
import dev.fairlead.FailureCause;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.Preferences;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamEndTest {
  private StreamLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new StreamLab();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void contentComesBeforeTheReset() throws Exception {
    var pair = lab.pair();
    pair.a().send("last words");
    while (pair.b().available() < 10) {
      Thread.onSpinWait();
    }
    pair.a().abort();
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    pair.b().onState(states::add);
    ConnectionState last = states.poll(10, TimeUnit.SECONDS);
    while (last != null && !last.isFinal()) {
      last = states.poll(10, TimeUnit.SECONDS);
    }
    assertThat(last).isInstanceOf(ConnectionState.Failed.class);
    assertThat(StreamDataTest.text(pair.b().receive())).isEqualTo("last words");
    assertThatThrownBy(() -> pair.b().receive())
        .isInstanceOfSatisfying(
            ConnectionLostException.class,
            lost -> assertThat(lost.reason()).isEqualTo(FailureCause.RESET));
    assertThatThrownBy(() -> pair.b().send("x")).isInstanceOf(ConnectionLostException.class);
    assertThatThrownBy(() -> pair.a().send("x"))
        .isInstanceOfSatisfying(
            ConnectionLostException.class,
            lost -> assertThat(lost.reason()).isEqualTo(FailureCause.CANCELLED));
  }

  @Test
  void closeHandsOverEverythingThoughTheInputWasNeverRead() throws Exception {
    var pair = lab.pair();
    byte[] content = StreamDataTest.random(3_000_000, 7);
    Thread closer =
        Thread.startVirtualThread(
            () -> {
              pair.a().send(content);
              pair.a().close();
            });
    pair.b().send(StreamDataTest.random(200_000, 8));
    assertThat(pair.b().receiveAll(content.length).toByteArray()).isEqualTo(content);
    pair.b().close();
    closer.join();
    assertThat(pair.a().state()).isInstanceOf(ConnectionState.Closed.class);
    assertThat(pair.b().state()).isInstanceOf(ConnectionState.Closed.class);
  }

  @Test
  void closeIsBoundedAndNamesWhatCouldNotBeSent() throws Exception {
    var pair =
        lab.pair(
            Preferences.defaults().closeDeadline(Duration.ofMillis(200)), Preferences.defaults());
    CompletableFuture<Void> sent = pair.a().sendAsync(ByteBuffer.wrap(new byte[40_000_000]));
    sent.join();
    assertThatThrownBy(() -> pair.a().close())
        .isInstanceOfSatisfying(
            ConnectionLostException.class,
            lost -> assertThat(lost.bytesNotSent()).isBetween(1L, 40_000_000L));
    assertThat(pair.a().state()).isInstanceOf(ConnectionState.Closed.class);
  }

  @Test
  void anInterruptedCloseAborts() throws Exception {
    var pair = lab.pair();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread closer =
        Thread.startVirtualThread(
            () -> {
              try {
                pair.a().close();
                outcome.complete(new AssertionError("closed in order"));
              } catch (InterruptedOperationException expected) {
                outcome.complete(expected);
              }
            });
    closer.interrupt();
    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedOperationException.class);
    while (!pair.a().state().isFinal()) {
      Thread.onSpinWait();
    }
    assertThat(pair.a().state()).isInstanceOf(ConnectionState.Closed.class);
  }

  @Test
  void waitersAreToldBeforeTheFinalState() throws Exception {
    var pair = lab.pair();
    List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    pair.a()
        .onState(
            state -> {
              told.add(state.toString());
              if (state.isFinal()) {
                done.countDown();
              }
            });
    CompletableFuture<@Nullable Bytes> receive = pair.a().receiveAsync(1, 1);
    var _ = receive.whenComplete((value, failure) -> told.add("receive failed"));
    pair.a().abort();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told).containsSubsequence("receive failed", "closed").endsWith("closed");
  }

  @Test
  void streamsReadAndWriteAndEndAsSocketsDo() throws Exception {
    var pair = lab.pair();
    OutputStream out = pair.a().outputStream();
    InputStream in = pair.b().inputStream();
    out.write("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(in.readNBytes(3)).isEqualTo(new byte[] {'a', 'b', 'c'});
    Thread closer = Thread.startVirtualThread(() -> pair.a().close());
    assertThat(in.read()).isEqualTo(-1);
    in.close();
    closer.join();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(java.net.SocketException.class);
  }

  @Test
  void aBlockingCallOnALoopIsRefusedAtOnce() throws Exception {
    var pair = lab.pair(Preferences.defaults(), Preferences.defaults().handlersOnLoop());
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    pair.b()
        .onReceive(
            (connection, content) -> {
              try {
                connection.receive();
              } catch (IllegalStateException expected) {
                refusal.complete(expected);
              }
            });
    pair.a().send("x");
    assertThat(refusal.get(10, TimeUnit.SECONDS)).hasMessageContaining("event loop");
  }

  @Test
  void aHandlerThatThrowsEndsItsConnection() throws Exception {
    var pair = lab.pair();
    pair.b()
        .onReceive(
            (connection, content) -> {
              throw new IllegalStateException("on purpose");
            });
    pair.a().send("x");
    assertThatThrownBy(() -> pair.a().receive()).isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void aTruncatedStreamIsToldAfterItsContent() throws Exception {
    var pair =
        lab.pair(Preferences.defaults(), Preferences.defaults(), List.of(new ScriptedLayer(true)));
    pair.b().send("half of it");
    pair.b().sendEnd();
    assertThat(StreamDataTest.text(pair.a().receive(10, 100))).isEqualTo("half of it");
    assertThatThrownBy(() -> pair.a().receive())
        .isInstanceOfSatisfying(
            ConnectionLostException.class,
            lost -> assertThat(lost.reason()).isEqualTo(FailureCause.TRUNCATED));
  }

  @Test
  void aLayerThatCannotHalfCloseSaysSoAndStillCloses() throws Exception {
    var pair =
        lab.pair(Preferences.defaults(), Preferences.defaults(), List.of(new ScriptedLayer(false)));
    pair.b().send(".");
    assertThat(StreamDataTest.text(pair.a().receive())).isEqualTo(".");
    assertThatThrownBy(() -> pair.a().sendEnd()).isInstanceOf(IllegalStateException.class);
    pair.a().send("bye");
    pair.a().close();
    assertThat(pair.b().receiveAll(10).utf8()).isEqualTo("bye");
  }

  @Test
  void bigAnswersTravelAfterThePeersEndThoughReadingHadPaused() throws Exception {
    var pair = lab.pair(Preferences.defaults(), Preferences.defaults().inboxLimit(1000));
    byte[] question = StreamDataTest.random(300_000, 21);
    byte[] answer = StreamDataTest.random(8_000_000, 22);
    pair.a().send(question);
    pair.a().sendEnd();
    Thread answers =
        Thread.startVirtualThread(
            () -> {
              pair.b().receiveExactly(question.length);
              pair.b().send(answer);
              pair.b().sendEnd();
            });
    assertThat(pair.a().receiveAll(answer.length).toByteArray()).isEqualTo(answer);
    answers.join();
    pair.a().close();
    pair.b().close();
  }
}
