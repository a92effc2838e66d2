package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.Attempt;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.FailureCause;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Races of the production engine in worlds, each with round trips of its own.
class RacingInWorldsTest {
  private static final int SEEDS = 100;
  private static final String NAME = "dual.example.com";
  private static final Endpoint ENDPOINT = Endpoint.of(NAME, 7);
  private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  /// A phone with a link to a server that answers and one to a server that does not.
  private record Two(SimHost phone, SimHost alive, SimHost other, Duration roundTrip) {
    static Two of(SimWorld world, int mostMillis) {
      Two two =
          new Two(
              world.host("phone"),
              world.host("alive"),
              world.host("other"),
              Duration.ofMillis(2L * (1 + new Random(world.seed()).nextInt(mostMillis / 2))));
      Link link = Link.perfect().delay(two.roundTrip.dividedBy(2));
      world.link(two.phone, two.alive, link);
      world.link(two.phone, two.other, link);
      var listener = two.alive.network().listen(7, Tcp.defaults());
      world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
      return two;
    }

    Network knowing(InetAddress... addresses) {
      return phone.network(it -> it.resolver(Resolver.hosts(Map.of(NAME, List.of(addresses)))));
    }
  }

  @Test
  void aDeadFirstAddressCostsTheAttemptDelayAndNoMore() {
    Sweep.each(
        SEEDS,
        world -> {
          Two two = Two.of(world, 200);
          two.other.silence();
          Network network = two.knowing(two.other.ipv6(), two.alive.ipv4());
          EstablishmentReport report = connect(network);
          assertThat(report.duration()).isEqualTo(ATTEMPT_DELAY.plus(two.roundTrip));
          addsUp(report);
        });
  }

  @Test
  void aRefusalStartsTheNextAtOnce() {
    Sweep.each(
        SEEDS,
        world -> {
          Two two = Two.of(world, 200);
          Network network = two.knowing(two.other.ipv6(), two.alive.ipv4());
          EstablishmentReport report = connect(network);
          assertThat(report.duration()).isEqualTo(two.roundTrip.multipliedBy(2));
          addsUp(report);
        });
  }

  @Test
  void aSlowFirstAttemptIsNotGivenUpWhenTheOthersAreDead() {
    Sweep.each(
        SEEDS,
        world -> {
          Two two = Two.of(world, 950);
          two.other.silence();
          Network network = two.knowing(two.alive.ipv6(), two.other.ipv4());
          EstablishmentReport report = connect(network);
          assertThat(report.duration()).isEqualTo(two.roundTrip);
          addsUp(report);
        });
  }

  @Test
  void tenRefusalsEndTheRaceInTenRoundTrips() {
    Sweep.each(
        SEEDS,
        world -> {
          Two two = Two.of(world, 90);
          List<InetAddress> addresses = five(two);
          EstablishmentException failure =
              fails(two.knowing(addresses.toArray(InetAddress[]::new)));
          assertThat(failure.attempts()).hasSize(10);
          assertThat(failure.attempts()).allMatch(it -> cause(it) == FailureCause.REFUSED);
          assertThat(world.elapsed()).isEqualTo(two.roundTrip.multipliedBy(10));
        });
  }

  @Test
  void deadAddressesAreTriedInTurnsOfTheirFamiliesAQuarterOfASecondApart() {
    Sweep.each(
        SEEDS,
        world -> {
          Two two = Two.of(world, 200);
          List<InetAddress> addresses = five(two);
          two.other.silence();
          EstablishmentException failure =
              fails(two.knowing(addresses.toArray(InetAddress[]::new)));
          List<Attempt> attempts = failure.attempts();
          assertThat(attempts).hasSize(10);
          for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            assertThat(isSix(attempt)).isEqualTo(i % 2 == 0);
            assertThat(attempt.startedAfter()).isEqualTo(ATTEMPT_DELAY.multipliedBy(i));
            assertThat(cause(attempt)).isEqualTo(FailureCause.NO_ANSWER);
            assertThat(attempt.took()).contains(Duration.ofSeconds(10));
          }
          assertThat(attempts.stream().map(Attempt::target).distinct()).hasSize(10);
        });
  }

  @Test
  void whateverIsLostARaceGivesOneConnectionThatWorks() {
    Sweep.each(
        SEEDS,
        world -> {
          SimHost phone = world.host("phone");
          SimHost server = world.host("server");
          world.link(
              phone,
              server,
              Link.perfect().delay(Duration.ofMillis(100)).jitter(Duration.ofMillis(90)).loss(0.1));
          var listener = server.network().listen(7, Tcp.defaults());
          world.start("echo", () -> listener.serve(c -> c.transferTo(c)));
          Network network =
              phone.network(
                  it ->
                      it.resolver(
                          Resolver.hosts(Map.of(NAME, List.of(server.ipv6(), server.ipv4())))));
          StreamConnection c = network.connect(ENDPOINT, Tcp.defaults());
          addsUp(c.establishment());
          c.send("who is there?");
          assertThat(c.receiveExactly(13).utf8()).isEqualTo("who is there?");
          world.sleep(Duration.ofMinutes(2));
          assertThat(listener.report().active()).isEqualTo(1);
          c.close();
        });
  }

  @Test
  void aHundredRacesAtOnceEachEndAsOneWould() {
    Sweep.each(
        3,
        world -> {
          Two two = Two.of(world, 200);
          two.other.silence();
          Network network = two.knowing(two.other.ipv6(), two.alive.ipv4());
          List<CompletableFuture<StreamConnection>> races = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            races.add(network.connectAsync(ENDPOINT, Tcp.defaults()));
          }
          world.sleep(ATTEMPT_DELAY.plus(two.roundTrip).plusMillis(1));
          assertThat(races).allMatch(CompletableFuture::isDone);
          races.forEach(it -> addsUp(it.resultNow().establishment()));
        });
  }

  private static EstablishmentReport connect(Network network) {
    return network.connect(ENDPOINT, Tcp.defaults()).establishment();
  }

  private static EstablishmentException fails(Network network) {
    return catchThrowableOfType(EstablishmentException.class, () -> connect(network));
  }

  /// Five addresses of each family, of the server that does not answer.
  private static List<InetAddress> five(Two two) {
    SimInterface card = two.other.networkInterface("eth0");
    for (int i = 0; i < 4; i++) {
      card.addAddress("198.18.2." + (10 + i));
      card.addAddress("2001:db8:0:2::" + (10 + i));
    }
    List<InetAddress> addresses = two.other.addresses();
    assertThat(addresses).hasSize(10);
    return addresses;
  }

  private static boolean isSix(Attempt attempt) {
    return attempt.target() instanceof Endpoint.Address(InetAddress address, int _)
        && address instanceof Inet6Address;
  }

  private static FailureCause cause(Attempt attempt) {
    return attempt.outcome() instanceof Attempt.Outcome.Failed(FailureCause cause, String _)
        ? cause
        : FailureCause.CANCELLED;
  }

  /// One winner, nothing still running, nothing that ended after the whole.
  private static void addsUp(EstablishmentReport report) {
    assertThat(report.attempts())
        .filteredOn(it -> it.outcome() instanceof Attempt.Outcome.Won)
        .hasSize(1);
    assertThat(report.attempts())
        .noneMatch(it -> it.outcome() instanceof Attempt.Outcome.Running)
        .allMatch(it -> it.endedAfter().orElseThrow().compareTo(report.duration()) <= 0)
        .allMatch(it -> it.startedAfter().compareTo(report.duration()) <= 0);
  }
}
