package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Names of a simulated world, asked for by the production resolver.
class NamesTest {
  @Test
  void threeLinesGiveANameThatCanBeReached() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimHost b = world.host("b");
      world.link(a, b, Link.perfect().delay(Duration.ofMillis(10)));
      serve(b);
      StreamConnection c = a.network().connect(Endpoint.of("b.test", 80), Tcp.defaults());
      assertThat(remote(c)).isEqualTo(b.ipv6());
      assertThat(world.elapsed()).isBetween(Duration.ofMillis(20), Duration.ofMillis(21));
    }
  }

  @Test
  void aLateAaaaAnswerCostsTheResolutionDelay() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimHost b = world.host("b");
      world.link(a, b, Link.perfect().delay(Duration.ofMillis(10)));
      world.dns().delay("b.test", "AAAA", Duration.ofMillis(400));
      serve(b);
      StreamConnection c = a.network().connect(Endpoint.of("b.test", 80), Tcp.defaults());
      assertThat(remote(c)).isInstanceOf(Inet4Address.class);
      // RFC 8305 §3: 50 ms for the other answer, then the round trip.
      assertThat(world.elapsed()).isBetween(Duration.ofMillis(70), Duration.ofMillis(72));
    }
  }

  @Test
  void aServerOnTheWayIsAskedAndATruncatedAnswerIsAskedForAgainOverTcp() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimHost ns = world.host("ns");
      SimHost b = world.host("b");
      world.lan("office", Link.ethernet().delay(Duration.ofMillis(5)), a, ns, b);
      world.dnsServer(ns).address("www.example.com", b.ipv4()).truncate("", "A");
      a.nameServers(ns);
      serve(b);
      a.network().connect(Endpoint.of("www.example.com", 80), Tcp.defaults());
      world
          .transcript()
          .assertHappened(
              "ns is asked A www.example.com: truncated", ":53 tcp SYN", "ns is asked A");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsNotFound() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      world.link(a, world.host("b"), Link.perfect());
      assertThatThrownBy(() -> a.network().connect(Endpoint.of("nobody.test", 80), Tcp.defaults()))
          .isInstanceOfSatisfying(
              EstablishmentException.class,
              it -> assertThat(it.reason()).isEqualTo(FailureCause.NAME_NOT_FOUND));
    }
  }

  @Test
  void aSilentServerIsGivenUp() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimHost b = world.host("b");
      world.link(a, b, Link.perfect());
      world.dns().silence("b.test", "A").silence("b.test", "AAAA").silence("b.test", "HTTPS");
      assertThatThrownBy(() -> a.network().connect(Endpoint.of("b.test", 80), Tcp.defaults()))
          .isInstanceOfSatisfying(
              EstablishmentException.class,
              it -> assertThat(it.reason()).isEqualTo(FailureCause.RESOLVER_FAILED));
      assertThat(world.elapsed()).isGreaterThan(Duration.ofSeconds(5));
    }
  }

  private static void serve(SimHost host) {
    host.network().listen(80, Tcp.defaults());
  }

  private static InetAddress remote(StreamConnection c) {
    Endpoint winner = c.establishment().winner().orElseThrow().target();
    return ((Endpoint.Address) winner).address();
  }
}
