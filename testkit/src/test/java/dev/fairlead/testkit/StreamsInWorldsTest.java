package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.NetworkException;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Listeners and back-pressure over links that lose, repeat, reorder and damage packets.
class StreamsInWorldsTest {
  private static final int SEEDS = 100;

  /// Of scenarios that carry megabytes.
  private static final int FEW_SEEDS = 10;

  private static final int LIMIT = 64 * 1024;
  private static final int PIECE = 4 * 1024;

  /// What the system takes for a reader that does not read, of simulated TCP.
  private static final int WINDOW = 1024 * 1024;

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Preferences SMALL =
      Preferences.defaults().inboxLimit(LIMIT).outboxLimit(LIMIT);

  private static Link bad() {
    return Link.perfect()
        .delay(Duration.ofMillis(20))
        .jitter(Duration.ofMillis(10))
        .loss(0.02)
        .duplicate(0.02)
        .reorder(0.02)
        .corrupt(0.01);
  }

  private static byte[] content(SimWorld world, int size) {
    byte[] content = new byte[size];
    new Random(world.seed()).nextBytes(content);
    return content;
  }

  @Test
  void aListenerServesEveryClientWhole() {
    Sweep.each(
        SEEDS,
        world -> {
          SimHost server = world.host("server");
          Listener<StreamConnection> listener = server.network().listen(7, Tcp.defaults());
          world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
          SimLan lan = world.lan("office", bad(), server);
          List<SimTask> clients = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            SimHost client = world.host("client" + i);
            lan.join(client);
            clients.add(world.start("client" + i, () -> asks(world, client, server.ipv4())));
          }
          clients.forEach(SimTask::join);
          world.sleep(LONG);
          assertThat(listener.report().accepted()).isEqualTo(5);
          assertThat(listener.report().active()).isZero();
        });
  }

  private static void asks(SimWorld world, SimHost client, java.net.InetAddress server) {
    Bytes content = Bytes.copyOf(content(world, 5_000));
    StreamConnection c = client.network().connect(Endpoint.of(server, 7), Tcp.defaults());
    c.send(content);
    c.sendEnd();
    assertThat(c.receiveAll(10_000)).isEqualTo(content);
    c.close();
  }

  @Test
  void aListenerThatStopsLetsWhatRunsFinishAndFreesItsPort() {
    Sweep.each(
        SEEDS,
        world -> {
          SimHost client = world.host("client");
          SimHost server = world.host("server");
          world.link(client, server, bad());
          Listener<StreamConnection> listener = server.network().listen(7, Tcp.defaults());
          world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
          StreamConnection c =
              client.network().connect(Endpoint.of(server.ipv4(), 7), Tcp.defaults());
          c.send("before");
          assertThat(c.receiveExactly(6).utf8()).isEqualTo("before");
          SimTask stop = world.start("stop", () -> listener.stop(LONG));
          world.sleep(Duration.ofSeconds(1));
          c.send("after");
          assertThat(c.receiveExactly(5).utf8()).isEqualTo("after");
          c.close();
          stop.join();
          server.network().listen(7, Tcp.defaults()).close();
        });
  }

  @Test
  void aSlowReaderHoldsTheWriterAndGetsAll() {
    Sweep.each(
        FEW_SEEDS,
        world -> {
          SimHost reader = world.host("reader");
          SimHost writer = world.host("writer");
          world.link(reader, writer, bad());
          byte[] content = content(world, 3 * WINDOW);
          ListenOptions small = ListenOptions.defaults().connections(SMALL);
          Listener<StreamConnection> listener = writer.network().listen(7, Tcp.defaults(), small);
          SimTask writing =
              world.start(
                  "writer",
                  () -> {
                    StreamConnection c = listener.accept();
                    for (int at = 0; at < content.length; at += PIECE) {
                      c.send(content, at, PIECE);
                      assertThat(c.unsent()).isLessThanOrEqualTo(LIMIT + PIECE);
                    }
                    c.sendEnd();
                    assertThat(c.receive()).isNull();
                    c.close();
                  });
          StreamConnection c =
              reader.network().connect(Endpoint.of(writer.ipv4(), 7), Tcp.defaults(), SMALL);
          ByteBuffer all = ByteBuffer.allocate(content.length);
          while (all.hasRemaining()) {
            world.sleep(Duration.ofMillis(200));
            assertThat(writing.isDone() && all.position() < WINDOW).isFalse();
            all.put(c.receiveExactly(Math.min(200_000, all.remaining())).asByteBuffer());
          }
          assertThat(all.array()).isEqualTo(content);
          c.sendEnd();
          writing.join();
          c.close();
        });
  }

  @Test
  void aSendThatWaitedTooLongWasNotTakenAndTheRestIsWhole() {
    Sweep.each(
        FEW_SEEDS,
        world -> {
          SimHost reader = world.host("reader");
          SimHost writer = world.host("writer");
          world.link(writer, reader, bad());
          ListenOptions small = ListenOptions.defaults().connections(SMALL);
          Listener<StreamConnection> listener = reader.network().listen(7, Tcp.defaults(), small);
          StreamConnection c =
              writer.network().connect(Endpoint.of(reader.ipv4(), 7), Tcp.defaults(), SMALL);
          StreamConnection reading = listener.accept();
          byte[] content = content(world, 50_000);
          int taken = 0;
          while (sent(c, content)) {
            taken++;
          }
          assertThat(taken).isBetween(2, 100);
          c.sendEnd();
          for (int i = 0; i < taken; i++) {
            byte[] got = new byte[content.length];
            reading.receiveExactly(content.length).asByteBuffer().get(got);
            assertThat(got).isEqualTo(content);
          }
          assertThat(reading.receive()).isNull();
          reading.close();
          c.close();
        });
  }

  private static boolean sent(StreamConnection to, byte[] content) {
    try {
      to.send(ByteBuffer.wrap(content), Duration.ofSeconds(5));
      return true;
    } catch (DeadlineException _) {
      return false;
    }
  }

  @Test
  void anAbortIsAResetForThePeerAfterWhatCameBefore() {
    Sweep.each(
        SEEDS,
        world -> {
          SimHost client = world.host("client");
          SimHost server = world.host("server");
          world.link(client, server, Link.perfect().delay(Duration.ofMillis(20)));
          Listener<StreamConnection> listener = server.network().listen(7, Tcp.defaults());
          StreamConnection c =
              client.network().connect(Endpoint.of(server.ipv4(), 7), Tcp.defaults());
          StreamConnection served = listener.accept();
          c.send("so far");
          world.sleep(Duration.ofMillis(new Random(world.seed()).nextInt(1, 60)));
          c.abort();
          assertThat(served.receiveExactly(6).utf8()).isEqualTo("so far");
          assertThatThrownBy(served::receive)
              .isInstanceOfSatisfying(
                  NetworkException.class,
                  it -> assertThat(it.reason()).isEqualTo(FailureCause.RESET));
        });
  }
}
