package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.testkit.FaultySockets.Bug;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A sweep over seeds finds bugs that show only when something is lost or late, and the seed that
/// it
/// names plays them again.
class PlantedBugsTest {
  private static final int SEEDS = 100;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int SIZE = 20_000;

  @Test
  void aHundredSeedsFindAnAttemptThatIsNotCancelled() {
    Sweep.each(SEEDS, world -> raceLeavesOneConnection(world, PlantedBugsTest::sound));
    findsAndReplays(Bug.ATTEMPT_NOT_CANCELLED, PlantedBugsTest::raceLeavesOneConnection);
  }

  @Test
  void aHundredSeedsFindAHalfCloseThatIsLost() {
    Sweep.each(SEEDS, world -> answerFollowsTheEnd(world, PlantedBugsTest::sound));
    findsAndReplays(Bug.HALF_CLOSE_LOST, PlantedBugsTest::answerFollowsTheEnd);
  }

  private interface Story {
    void play(SimWorld world, UnaryOperator<Transport> sockets);
  }

  private static Transport sound(Transport real) {
    return new FaultySockets(real, Bug.NONE);
  }

  private static void findsAndReplays(Bug bug, Story story) {
    Sweep.Scenario faulty = world -> story.play(world, real -> new FaultySockets(real, bug));
    Sweep.Finding found = Sweep.search(SEEDS, faulty).orElseThrow();
    assertThat(found.toString()).contains("SimWorld.seeded(" + found.seed() + ")");
    assertThat(Sweep.replay(found.seed(), faulty)).contains(found);
    assertThat(Sweep.replay(found.seed(), world -> story.play(world, PlantedBugsTest::sound)))
        .isEmpty();
  }

  /// However the race goes, one connection is left of it.
  private static void raceLeavesOneConnection(SimWorld world, UnaryOperator<Transport> sockets) {
    SimHost phone = world.host("phone");
    SimHost server = world.host("server");
    world.link(phone, server, Link.perfect().delay(Duration.ofMillis(40)).loss(0.05));
    Listener<StreamConnection> listener = echo(world, server);
    var both = Map.of("server.test", List.of(server.ipv6(), server.ipv4()));
    Network network = phone.networkOver(sockets, it -> it.resolver(Resolver.hosts(both)));
    StreamConnection c = network.connect(Endpoint.of("server.test", 7), Tcp.defaults());
    world.sleep(LONG);
    assertThat(listener.report().active()).as("connections that are left").isEqualTo(1);
    c.close();
  }

  /// The peer answers when it has seen our end.
  private static void answerFollowsTheEnd(SimWorld world, UnaryOperator<Transport> sockets) {
    SimHost phone = world.host("phone");
    SimHost server = world.host("server");
    world.link(phone, server, Link.perfect().delay(Duration.ofMillis(40)).loss(0.005));
    Listener<StreamConnection> listener = server.network().listen(7, Tcp.defaults());
    world.start(
        "sum",
        () -> {
          StreamConnection c = listener.accept();
          c.send(c.receiveAll(SIZE).length() + " bytes");
          c.close();
        });
    Network network = phone.networkOver(sockets, it -> it);
    StreamConnection c = network.connect(Endpoint.of(server.ipv4(), 7), Tcp.defaults());
    for (int i = 0; i < 10; i++) {
      c.send(new byte[SIZE / 10]);
      world.sleep(Duration.ofMillis(200));
    }
    c.sendEnd();
    assertThat(c.receiveAll(100, LONG).utf8()).isEqualTo(SIZE + " bytes");
    c.close();
  }

  private static Listener<StreamConnection> echo(SimWorld world, SimHost host) {
    Listener<StreamConnection> listener = host.network().listen(7, Tcp.defaults());
    world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
    return listener;
  }
}
