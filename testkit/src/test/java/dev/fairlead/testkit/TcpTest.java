package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.Listener;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Simulated TCP as a program sees it.
class TcpTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  @Test
  void aClosedPortRefusesAfterARoundTrip() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY));
      assertThatThrownBy(() -> connect(a, 81)).satisfies(it -> failed(it, FailureCause.REFUSED));
      assertThat(world.elapsed()).isEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  void aBlackHoleIsSilentAndTheSynIsRepeated() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY));
      world.host("b").silence();
      assertThatThrownBy(() -> connect(a, 80)).satisfies(it -> failed(it, FailureCause.NO_ANSWER));
      Transcript told = world.transcript();
      told.assertHappened(
          "0.000000 a/eth0 sends", "1.000000 a/eth0 sends", "3.000000 a/eth0 sends");
      told.assertNever("2.000000 a/eth0 sends");
    }
  }

  @Test
  void aFirewallIsSilentToo() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY));
      world.host("b").ignorePort(80);
      assertThatThrownBy(() -> connect(a, 80)).satisfies(it -> failed(it, FailureCause.NO_ANSWER));
    }
  }

  @Test
  void noRouteIsSaidByTheRouter() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimRouter router = world.router("r");
      world.link(a, router, Link.perfect().delay(DELAY));
      InetAddress nowhere = InetAddress.ofLiteral("203.0.113.9");
      assertThatThrownBy(() -> a.network().connect(Endpoint.of(nowhere, 80), Tcp.defaults()))
          .satisfies(it -> failed(it, FailureCause.UNREACHABLE));
      assertThat(world.elapsed()).isEqualTo(Duration.ofMillis(100));
      world.transcript().assertHappened("r loses", "icmp no route to the network");
    }
  }

  @Test
  void aTransferIsAsFastAsTheLine() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(Duration.ofMillis(10)).rate(8_000_000));
      byte[] sent = content(1_000_000);
      try (Listener<StreamConnection> door = serve(world, sent)) {
        byte[] got = connect(a, door.port()).receiveAll(2_000_000).toByteArray();
        assertThat(got).isEqualTo(sent);
        // 1 MB at 8 Mbit/s is one second; headers, handshake and slow start come on top.
        assertThat(world.elapsed()).isBetween(Duration.ofMillis(1030), Duration.ofMillis(1200));
      }
    }
  }

  @Test
  void whatIsLostIsSentAgain() {
    for (long seed = 1; seed <= 20; seed++) {
      try (SimWorld world = SimWorld.seeded(seed)) {
        Link bad = Link.lte().loss(0.05).duplicate(0.02).reorder(0.02).corrupt(0.01);
        SimHost a = pair(world, bad);
        byte[] sent = content(60_000);
        try (Listener<StreamConnection> door = serve(world, sent)) {
          StreamConnection c = connect(a, door.port());
          assertThat(c.receiveAll(2_000_000).toByteArray()).as("seed %s", seed).isEqualTo(sent);
        }
        world.transcript().assertHappened("loses");
      }
    }
  }

  @Test
  void aReaderThatStopsMakesTheWriterWait() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(Duration.ofMillis(1)));
      byte[] sent = content(20_000_000);
      try (Listener<StreamConnection> door = serve(world, sent)) {
        StreamConnection c = connect(a, door.port());
        world.run(Duration.ofMinutes(5));
        assertThat(world.transcript().count(" win 0")).isPositive();
        long before = world.transcript().lines().size();
        world.run(Duration.ofSeconds(30));
        assertThat(world.transcript().lines().size() - before).isLessThan(10);
        assertThat(c.receiveAll(30_000_000).length()).isEqualTo(sent.length);
      }
    }
  }

  @Test
  void oneDirectionEndsBeforeTheOther() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY));
      Listener<StreamConnection> door = world.host("b").network().listen(80, Tcp.defaults());
      world.start(
          "count",
          () -> {
            StreamConnection served = door.accept();
            Bytes all = served.receiveAll(1000);
            served.send("got " + all.length());
            served.close();
          });
      StreamConnection c = connect(a, 80);
      c.send("12345");
      c.sendEnd();
      assertThat(c.receiveAll(100).utf8()).isEqualTo("got 5");
      c.close();
    }
  }

  @Test
  void anAbortIsAResetAtThePeer() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY));
      Listener<StreamConnection> door = world.host("b").network().listen(80, Tcp.defaults());
      StreamConnection c = connect(a, 80);
      StreamConnection served = door.accept();
      c.abort();
      assertThatThrownBy(served::receive)
          .isInstanceOfSatisfying(
              NetworkException.class, it -> assertThat(it.reason()).isEqualTo(FailureCause.RESET));
    }
  }

  @Test
  void reportsTellRoundTripAndRepetitions() {
    try (SimWorld world = SimWorld.seeded(3)) {
      SimHost a = pair(world, Link.perfect().delay(DELAY).loss(0.05));
      byte[] sent = content(200_000);
      Listener<StreamConnection> door = world.host("b").network().listen(80, Tcp.defaults());
      world.start("swallow", () -> door.accept().receiveAll(1_000_000));
      StreamConnection c = connect(a, 80);
      c.send(sent);
      world.run(Duration.ofSeconds(30));
      var path = c.transfer().paths().getFirst();
      assertThat(path.minimumRtt().orElseThrow()).isEqualTo(Duration.ofMillis(100));
      assertThat(path.retransmittedBytes().orElseThrow()).isPositive();
      assertThat(path.sentTransportBytes().orElseThrow()).isGreaterThan(sent.length);
    }
  }

  private static SimHost pair(SimWorld world, Link link) {
    SimHost a = world.host("a");
    world.link(a, world.host("b"), link);
    return a;
  }

  private static StreamConnection connect(SimHost from, int port) {
    SimHost b = from.world().host("b");
    return from.network().connect(Endpoint.of(b.ipv4(), port), Tcp.defaults());
  }

  private static Listener<StreamConnection> serve(SimWorld world, byte[] content) {
    Listener<StreamConnection> door = world.host("b").network().listen(0, Tcp.defaults());
    world.start("serve", () -> door.serve(c -> c.send(content)));
    return door;
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Arrays.copyOf(bytes, length);
  }

  private static void failed(Throwable thrown, FailureCause why) {
    assertThat(thrown).isInstanceOf(EstablishmentException.class);
    assertThat(((EstablishmentException) thrown).reason()).isEqualTo(why);
  }
}
