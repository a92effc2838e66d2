package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tls;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The same seed, the same bytes. `-Dfairlead.repeats=1000` repeats as often as that.
class RepeatTest {
  private static final int REPEATS = Integer.getInteger("fairlead.repeats", 30);

  @Test
  void theSameSeedHasTheSameTranscriptEveryTime() {
    String first = story(7);
    assertThat(first).contains("lost on the way", "SYN+ACK", "FIN", "is down");
    for (int i = 1; i < REPEATS; i++) {
      assertThat(story(7)).as("run %s", i).isEqualTo(first);
    }
  }

  @Test
  void anotherSeedHasAnother() {
    assertThat(story(8)).isNotEqualTo(story(7));
  }

  /// Several clients of two hosts talk over TLS with a server, by name, over lossy links, one of
  /// which goes down for a while.
  static String story(long seed) {
    try (SimWorld world = SimWorld.seeded(seed)) {
      SimHost server = world.host("server");
      SimRouter router = world.router("router");
      world.link(router, server, Link.dsl().loss(0.01));
      var listener =
          server
              .network()
              .listen(443, Tls.overTcp().identity(world.authority().identity("server.test")));
      world.start("serve", () -> listener.serve(RepeatTest::echo));
      SimLink wobbly = client(world, router, 1);
      client(world, router, 2);
      client(world, router, 3);
      world.run(Duration.ofSeconds(1));
      wobbly.down();
      world.run(Duration.ofMillis(700));
      wobbly.up();
      world.run(Duration.ofSeconds(20));
      listener.stop(Duration.ofSeconds(1));
      return world.transcript().text();
    }
  }

  private static SimLink client(SimWorld world, SimRouter router, int number) {
    SimHost client = world.host("client" + number);
    world.start("chat " + number, () -> chat(world, client));
    return world.link(client, router, Link.lte().loss(0.03).jitter(Duration.ofMillis(4)));
  }

  private static void echo(StreamConnection c) {
    for (var some = c.receive(); some != null; some = c.receive()) {
      c.send(some);
    }
  }

  private static void chat(SimWorld world, SimHost from) {
    Tls tls = Tls.overTcp().trust(world.authority().trust());
    for (int round = 0; round < 3; round++) {
      try (StreamConnection c = from.network().connect(Endpoint.of("server.test", 443), tls)) {
        for (int i = 0; i < 4; i++) {
          byte[] content = new byte[1000 * (i + 1)];
          c.send(content);
          c.receiveExactly(content.length);
          world.sleep(Duration.ofMillis(150));
        }
      }
    }
  }
}
