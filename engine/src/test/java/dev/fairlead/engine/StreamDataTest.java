package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.ConnectionState;
import dev.fairlead.DeadlineException;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.PeerEndedException;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamHandler;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamDataTest {
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
  void whatIsSentArrivesAndTheEndIsNull() throws Exception {
    var pair = lab.pair();
    pair.a().send("hello, ");
    pair.a().send("world");
    pair.a().sendEnd();
    assertThat(pair.b().receiveAll(100).utf8()).isEqualTo("hello, world");
    assertThat(pair.b().receive()).isNull();
    pair.b().send("still here");
    pair.b().sendEnd();
    assertThat(pair.a().receiveExactly(5).utf8()).isEqualTo("still");
    assertThat(text(pair.a().receive())).isEqualTo(" here");
    pair.a().close();
    pair.b().close();
    assertThat(pair.a().state()).isInstanceOf(ConnectionState.Closed.class);
    assertThat(pair.a().transfer().sentBytes()).isEqualTo(12);
    assertThat(pair.a().transfer().receivedBytes()).isEqualTo(10);
  }

  @Test
  void bigSendsArriveWholeAndTheBufferMayBeReused() throws Exception {
    var pair = lab.pair();
    byte[] content = random(5_000_000, 1);
    byte[] sent = content.clone();
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              pair.a().send(sent);
              Arrays.fill(sent, (byte) 0);
              pair.a().sendEnd();
            });
    assertThat(pair.b().receiveExactly(content.length).toByteArray()).isEqualTo(content);
    assertThat(pair.b().receive()).isNull();
    sender.join();
  }

  @Test
  void aBatchThatIsLargerThanTheOutboxIsSent() throws Exception {
    var pair = lab.pair(Preferences.defaults().outboxLimit(10_000), Preferences.defaults());
    byte[] each = random(3_000, 2);
    pair.a()
        .batch(
            () -> {
              for (int i = 0; i < 100; i++) {
                pair.a().send(each);
              }
            });
    for (int i = 0; i < 100; i++) {
      assertThat(pair.b().receiveExactly(each.length).toByteArray()).isEqualTo(each);
    }
  }

  @Test
  void aSendThatIsCutShortOnItsWayIsTakenWhole() throws Exception {
    var pair = lab.pair();
    byte[] content = random(20_000_000, 3);
    // More than the sockets hold: part of it is under way when the time is up, and nobody reads.
    pair.a().send(ByteBuffer.wrap(content), Duration.ofMillis(50));
    pair.a().sendEnd();
    assertThat(pair.b().receiveAll(content.length).toByteArray()).isEqualTo(content);
  }

  @Test
  void sendsOfManyThreadsKeepTheOrderOfEachAndNeverMix() throws Exception {
    var pair = lab.pair(Preferences.defaults().outboxLimit(10_000), Preferences.defaults());
    int threads = 8;
    int each = 300;
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int name = t;
      all.add(
          Thread.startVirtualThread(
              () -> {
                Random random = new Random(name);
                for (int i = 0; i < each; i++) {
                  int length = random.nextInt(10) == 0 ? 100_000 : random.nextInt(200);
                  ByteBuffer message = ByteBuffer.allocate(12 + length);
                  message.putInt(length).putInt(name).putInt(i);
                  Arrays.fill(message.array(), 12, 12 + length, (byte) name);
                  message.rewind();
                  if (random.nextBoolean()) {
                    pair.a().send(message);
                  } else {
                    pair.a().sendAsync(message).join();
                  }
                }
              }));
    }
    int[] next = new int[threads];
    for (int i = 0; i < threads * each; i++) {
      ByteBuffer head = pair.b().receiveExactly(12).asByteBuffer();
      int length = head.getInt();
      int name = head.getInt();
      assertThat(head.getInt()).isEqualTo(next[name]++);
      Bytes body = pair.b().receiveExactly(length);
      byte[] expected = new byte[length];
      Arrays.fill(expected, (byte) name);
      assertThat(body).isEqualTo(Bytes.copyOf(expected));
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  @Test
  void aSlowReaderHoldsTheWriterAndItsOwnMemory() throws Exception {
    int limit = 64 * 1024;
    var pair =
        lab.pair(
            Preferences.defaults().outboxLimit(limit), Preferences.defaults().inboxLimit(limit));
    Inbox inbox = ((RealConnection) pair.b()).parts().wire().inbox();
    CompletableFuture<Void> stuck = new CompletableFuture<>();
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              byte[] content = new byte[16 * 1024];
              try {
                while (true) {
                  pair.a().send(ByteBuffer.wrap(content), Duration.ofMillis(300));
                }
              } catch (DeadlineException full) {
                ended.set(full);
                stuck.complete(null);
              }
            });
    stuck.get(30, TimeUnit.SECONDS);
    sender.join();
    assertThat(ended.get()).isInstanceOf(DeadlineException.class);
    assertThat(pair.b().available()).isBetween(limit, limit + 64 * 1024 + 16 * 1024);
    assertThat(inbox.memory()).isLessThan(3 * (limit + 80 * 1024));
    assertThat(pair.a().unsent()).isBetween(1L, limit + 16 * 1024L);
    long total = pair.a().transfer().sentBytes() + pair.a().unsent();
    pair.a().sendEnd();
    long received = 0;
    for (Bytes next = pair.b().receive(); next != null; next = pair.b().receive()) {
      received += next.length();
      assertThat(pair.b().available()).isLessThanOrEqualTo(limit + 80 * 1024);
    }
    assertThat(received).isEqualTo(total);
  }

  @Test
  void singleBytesDoNotFillTheMemoryWithTheirBuffers() throws Exception {
    var pair = lab.pair();
    Inbox inbox = ((RealConnection) pair.b()).parts().wire().inbox();
    for (int i = 0; i < 3000; i++) {
      pair.a().send(new byte[] {(byte) i});
      while (pair.b().available() <= i) {
        Thread.onSpinWait();
      }
    }
    assertThat(inbox.memory()).isLessThan(64 * 1024 + 8 * 3000);
    byte[] all = pair.b().receiveExactly(3000).toByteArray();
    for (int i = 0; i < 3000; i++) {
      assertThat(all[i]).isEqualTo((byte) i);
    }
  }

  @Test
  void aDeadlineEndsTheCallAndLosesNothing() throws Exception {
    var pair = lab.pair();
    pair.a().send("abc");
    assertThatThrownBy(() -> pair.b().receiveExactly(10, Duration.ofMillis(50)))
        .isInstanceOf(DeadlineException.class);
    assertThatThrownBy(() -> pair.b().receive(5, 10, Duration.ofMillis(20)))
        .isInstanceOf(DeadlineException.class);
    pair.a().send("def");
    assertThat(text(pair.b().receive(6, 100))).isEqualTo("abcdef");
  }

  @Test
  void aDeadlineInTheMiddleOfALongReceiveLosesNothing() throws Exception {
    var pair = lab.pair(Preferences.defaults(), Preferences.defaults().inboxLimit(1000));
    byte[] content = random(5000, 3);
    pair.a().send(content);
    assertThatThrownBy(() -> pair.b().receiveExactly(9000, Duration.ofMillis(200)))
        .isInstanceOf(DeadlineException.class);
    assertThat(pair.b().available()).isEqualTo(5000);
    pair.a().sendEnd();
    assertThatThrownBy(() -> pair.b().receiveExactly(9000)).isInstanceOf(PeerEndedException.class);
    assertThatThrownBy(() -> pair.b().receiveAll(4999)).isInstanceOf(IllegalStateException.class);
    assertThat(pair.b().receiveAll(5000).toByteArray()).isEqualTo(content);
    assertThat(pair.b().receive()).isNull();
  }

  @Test
  void anInterruptEndsTheCallOnlyAndStaysVisible() throws Exception {
    var pair = lab.pair();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              try {
                pair.b().receive();
              } catch (InterruptedOperationException expected) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    reader.interrupt();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    pair.a().send("x");
    assertThat(text(pair.b().receive())).isEqualTo("x");
  }

  @Test
  void receiversAreServedInTheirOrder() throws Exception {
    var pair = lab.pair();
    List<CompletableFuture<@Nullable Bytes>> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(pair.b().receiveAsync(2, 2));
    }
    assertThat(waiting.get(3).cancel(false)).isTrue();
    for (int i = 0; i < 9; i++) {
      pair.a().send("" + i + i);
    }
    int expected = 0;
    for (int i = 0; i < 10; i++) {
      if (i != 3) {
        assertThat(text(waiting.get(i).get(5, TimeUnit.SECONDS)))
            .isEqualTo("" + expected + expected);
        expected++;
      }
    }
  }

  @Test
  void aFutureThatTimedOutLosesNoContent() throws Exception {
    var pair = lab.pair();
    CompletableFuture<@Nullable Bytes> late =
        pair.b().receiveAsync(3, 3).orTimeout(20, TimeUnit.MILLISECONDS);
    assertThatThrownBy(() -> late.get(5, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
    pair.a().send("abc");
    assertThat(text(pair.b().receive(3, 3))).isEqualTo("abc");
  }

  @Test
  void receiveIntoFillsTheBuffer() throws Exception {
    var pair = lab.pair();
    pair.a().send("abcdefgh");
    ByteBuffer target = ByteBuffer.allocate(5);
    int count = 0;
    while (target.hasRemaining()) {
      count += pair.b().receiveInto(target);
    }
    assertThat(count).isEqualTo(5);
    assertThat(Bytes.copyOf(target.array()).utf8()).isEqualTo("abcde");
    pair.a().sendEnd();
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    assertThat(pair.b().receiveInto(direct, Duration.ofSeconds(5))).isEqualTo(3);
    assertThat(pair.b().receiveInto(direct)).isEqualTo(-1);
  }

  @Test
  void handlersEchoWithBackPressureOnLoopAndOnVirtualThreads() throws Exception {
    for (boolean loop : new boolean[] {true, false}) {
      Preferences server = Preferences.defaults().outboxLimit(20_000).inboxLimit(20_000);
      var pair = lab.pair(Preferences.defaults(), loop ? server.handlersOnLoop() : server);
      pair.b()
          .onReceive(
              new StreamHandler() {
                @Override
                public void received(StreamConnection connection, Bytes content) {
                  connection.send(content);
                }
              });
      byte[] content = random(2_000_000, 11);
      Thread sender =
          Thread.startVirtualThread(
              () -> {
                pair.a().send(content);
                pair.a().sendEnd();
              });
      assertThat(pair.a().receiveAll(content.length).toByteArray()).isEqualTo(content);
      sender.join();
      pair.a().close();
    }
  }

  @Test
  void aConnectionEchoesToItselfAndAnotherRelays() throws Exception {
    var left = lab.pair();
    var right = lab.pair();
    Thread echo = Thread.startVirtualThread(() -> right.b().transferTo(right.b()));
    Thread there = Thread.startVirtualThread(() -> left.b().transferTo(right.a()));
    Thread back = Thread.startVirtualThread(() -> right.a().transferTo(left.b()));
    byte[] content = random(3_000_000, 5);
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              pairSend(left.a(), content);
              left.a().sendEnd();
            });
    assertThat(left.a().receiveAll(content.length).toByteArray()).isEqualTo(content);
    for (Thread thread : List.of(sender, echo, there, back)) {
      thread.join();
    }
  }

  private static void pairSend(StreamConnection to, byte[] content) {
    for (int at = 0; at < content.length; at += 777) {
      to.send(content, at, Math.min(777, content.length - at));
    }
  }

  @Test
  void filesTravelWholeBetweenOtherSends(@TempDir Path folder) throws Exception {
    var pair = lab.pair();
    byte[] content = random(3_000_000, 9);
    Path file = Files.write(folder.resolve("content"), content);
    Thread sender =
        Thread.startVirtualThread(
            () -> {
              pair.a().send("<");
              assertThat(pair.a().sendFile(file)).isEqualTo(content.length);
              assertThat(pair.a().sendFile(file, 100, 50)).isEqualTo(50);
              pair.a().send(">");
              pair.a().sendEnd();
            });
    byte[] all = pair.b().receiveAll(4_000_000).toByteArray();
    sender.join();
    assertThat(all).hasSize(content.length + 52);
    assertThat(Arrays.copyOfRange(all, 1, 1 + content.length)).isEqualTo(content);
    assertThat(Arrays.copyOfRange(all, 1 + content.length, 51 + content.length))
        .isEqualTo(Arrays.copyOfRange(content, 100, 150));
  }

  static String text(@Nullable Bytes content) {
    return Objects.requireNonNull(content, "content").utf8();
  }

  static byte[] random(int length, long seed) {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return content;
  }
}
