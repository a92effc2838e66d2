package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A connect that is given up at any moment leaves nothing behind.
class CancellationInWorldsTest {
  private static final int SEEDS = 100;
  private static final Endpoint ENDPOINT = Endpoint.of("dual.example.com", 7);

  /// A race of two addresses of one server over a link on which either may win.
  private record Place(Network network, Listener<StreamConnection> listener, Duration moment) {
    static Place of(SimWorld world) {
      SimHost phone = world.host("phone");
      SimHost server = world.host("server");
      // Nothing is lost: a server that misses a RST has no way to know.
      Link link = Link.perfect().delay(Duration.ofMillis(150)).jitter(Duration.ofMillis(100));
      world.link(phone, server, link);
      Listener<StreamConnection> listener = server.network().listen(7, Tcp.defaults());
      world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
      var both = Map.of("dual.example.com", List.of(server.ipv6(), server.ipv4()));
      return new Place(
          phone.network(it -> it.resolver(Resolver.hosts(both))),
          listener,
          Duration.ofMillis(new Random(world.seed()).nextInt(600)));
    }

    void isLeftClean(SimWorld world) {
      world.sleep(Duration.ofMinutes(5));
      assertThat(listener.report().active()).isZero();
      assertThat(listener.report().handshaking()).isZero();
      int before = world.transcript().lines().size();
      world.sleep(Duration.ofHours(1));
      assertThat(world.transcript().lines().subList(before, world.transcript().lines().size()))
          .as("an hour later")
          .isEmpty();
    }
  }

  @Test
  void aConnectCancelledAtAnyMomentLeavesNothing() {
    Sweep.each(
        SEEDS,
        world -> {
          Place place = Place.of(world);
          CompletableFuture<StreamConnection> connecting =
              place.network.connectAsync(ENDPOINT, Tcp.defaults());
          world.sleep(place.moment);
          if (!connecting.cancel(false)) {
            connecting.resultNow().abort();
          }
          place.isLeftClean(world);
        });
  }

  @Test
  void aConnectionAbortedAtAnyMomentLeavesNothing() {
    Sweep.each(
        SEEDS,
        world -> {
          Place place = Place.of(world);
          StreamConnection c = place.network.open(ENDPOINT, Tcp.defaults());
          c.start();
          world.sleep(place.moment);
          c.abort();
          place.isLeftClean(world);
        });
  }

  @Test
  void aDeadlineEndsTheConnectToTheMillisecondAndLeavesNothing() {
    Sweep.each(
        SEEDS,
        world -> {
          Place place = Place.of(world);
          Duration limit = place.moment.dividedBy(6).plusMillis(1);
          EstablishmentException failure =
              catchThrowableOfType(
                  EstablishmentException.class,
                  () ->
                      place.network.connect(
                          ENDPOINT, Tcp.defaults(), Preferences.defaults().deadline(limit)));
          assertThat(failure.reason()).isEqualTo(FailureCause.DEADLINE);
          assertThat(world.elapsed()).isEqualTo(limit);
          place.isLeftClean(world);
        });
  }

  @Test
  void aNetworkClosedAtAnyMomentLeavesNothing() {
    Sweep.each(
        SEEDS,
        world -> {
          Place place = Place.of(world);
          place.network.open(ENDPOINT, Tcp.defaults()).start();
          world.sleep(place.moment);
          place.network.close();
          place.isLeftClean(world);
        });
  }
}
