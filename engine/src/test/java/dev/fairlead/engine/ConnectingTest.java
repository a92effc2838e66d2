package dev.fairlead.engine;

import static dev.fairlead.engine.TestSite.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Attempt;
import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Ip;
import dev.fairlead.Preferences;
import dev.fairlead.Racing;
import dev.fairlead.Setting;
import dev.fairlead.Tcp;
import dev.fairlead.TcpFacts;
import dev.fairlead.engine.spi.Carrier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rounds of connecting on real sockets of the loopback interface.
final class ConnectingTest {
  private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.3");

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void anAddressIsConnectedAndReported(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of());
        ServerSocket server = new ServerSocket(0, 5, FIRST)) {
      TestSite.Try it = site.connect(Endpoint.of(FIRST, server.getLocalPort()), Tcp.defaults());
      Carrier carrier = within(it.carrier);
      assertThat(carrier.handshakes()).singleElement().extracting("layer").isEqualTo("tcp");
      assertThat(carrier.facts().getFirst())
          .isInstanceOfSatisfying(
              TcpFacts.class, facts -> assertThat(facts.interfaceName()).contains("lo"));
      assertThat(it.report().winner()).isPresent();
      carrier.abort();
      within(it.round);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void whatIsNotTriedStandsInTheReportWithItsReason(String transport) throws Exception {
    Map<String, List<InetAddress>> zone = Map.of("two.example", List.of(FIRST, SECOND));
    try (TestSite site = new TestSite(transport, zone);
        ServerSocket server = new ServerSocket(0, 5, SECOND)) {
      Preferences once = Preferences.defaults().racing(Racing.defaults().attemptsMax(1));
      int port = server.getLocalPort();
      TestSite.Try it = site.connect(Endpoint.of("two.example", port), Tcp.defaults(), once);
      within(it.loss);
      assertThat(it.report().skipped())
          .singleElement()
          .satisfies(
              skipped -> {
                assertThat(skipped.what()).isEqualTo("127.0.0.3:" + port);
                assertThat(skipped.why()).isEqualTo("attempts are limited to 1");
              });
      Tcp ipv6 = Tcp.defaults().ip(Ip.defaults().version(Ip.Version.V6));
      TestSite.Try none = site.connect(Endpoint.of(FIRST, port), ipv6);
      within(none.loss);
      assertThat(none.report().timeline())
          .singleElement()
          .asString()
          .contains("127.0.0.2", "not tried: its family is excluded");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aRefusedAddressLeadsToTheNextOne(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of("two.example", List.of(FIRST, SECOND)));
        ServerSocket server = new ServerSocket(0, 5, SECOND)) {
      TestSite.Try it =
          site.connect(new Endpoint.Host("two.example", server.getLocalPort()), Tcp.defaults());
      Carrier carrier = within(it.carrier);
      List<Attempt> attempts = it.report().attempts();
      assertThat(attempts).hasSize(2);
      assertThat(attempts.getFirst().outcome())
          .isEqualTo(new Attempt.Outcome.Failed(FailureCause.REFUSED, "refused"));
      assertThat(attempts.getLast().outcome()).isEqualTo(new Attempt.Outcome.Won());
      carrier.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aSilentAddressIsOvertakenAndClosed(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of("two.example", List.of(FIRST, SECOND)));
        Silence silent = new Silence(FIRST);
        ServerSocket server = new ServerSocket(silent.port(), 5, SECOND)) {
      TestSite.Try it =
          site.connect(new Endpoint.Host("two.example", silent.port()), Tcp.defaults());
      Carrier carrier = within(it.carrier);
      Attempt loser = it.report().attempts().getFirst();
      assertThat(loser.outcome())
          .isEqualTo(new Attempt.Outcome.Cancelled("another address was faster"));
      assertThat(loser.took().orElseThrow())
          .isBetween(Duration.ofMillis(95), Duration.ofMillis(900));
      assertThat(server.isClosed()).isFalse();
      carrier.abort();
      site.onLoop(() -> assertThat(site.names.open()).isZero());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void theLimitOfAnAttemptIsTold(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of());
        Silence silent = new Silence(FIRST)) {
      TestSite.Try it =
          site.connect(
              Endpoint.of(FIRST, silent.port()),
              Tcp.defaults().connectTimeout(Duration.ofMillis(80)));
      RoundLoss loss = within(it.loss);
      assertThat(loss.cause()).isEqualTo(FailureCause.NO_ANSWER);
      assertThat(loss.curable()).isTrue();
      assertThat(it.report().attempts().getFirst().toString())
          .contains("no answer (attempt limit 80 ms)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aNameThatNobodyKnowsIsToldWithoutAnyAttempt(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of())) {
      TestSite.Try it = site.connect(new Endpoint.Host("nosuch.example", 1), Tcp.defaults());
      RoundLoss loss = within(it.loss);
      assertThat(loss.cause()).isEqualTo(FailureCause.NAME_NOT_FOUND);
      assertThat(loss.summary()).isEqualTo("the name nosuch.example does not exist");
      assertThat(it.report().attempts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void anEndOfTheRoundLeavesNothingOpenWhereverItWas(String transport) throws Exception {
    List<InetAddress> addresses = List.of(FIRST, SECOND);
    try (TestSite site =
            new TestSite(transport, Map.of("two.example", addresses, "silent.example", addresses));
        Silence silent = new Silence(FIRST)) {
      Preferences quick =
          Preferences.defaults().racing(Racing.defaults().attemptDelay(Duration.ofMillis(10)));
      long before = site.descriptors();
      for (int i = 0; i < 40; i++) {
        String name = i % 2 == 0 ? "two.example" : "silent.example";
        TestSite.Try it =
            site.connect(new Endpoint.Host(name, silent.port()), Tcp.defaults(), quick);
        Round round = within(it.round);
        for (int turns = 0; turns < i % 7; turns++) {
          site.onLoop(() -> {});
        }
        site.onLoop(() -> round.cancel("the test ends it"));
        assertThat(it.carrier).isNotDone();
      }
      site.onLoop(() -> assertThat(site.names.open()).isZero());
      assertThat(site.timers()).isZero();
      // A selector lets go of a closed socket in one of its next turns.
      for (int turns = 0; turns < 1000 && site.descriptors() > before; turns++) {
        site.onLoop(() -> {});
      }
      assertThat(site.descriptors()).isLessThanOrEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void idempotentContentTravelsWithTheAttempt(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of());
        ServerSocket server = new ServerSocket(0, 5, FIRST)) {
      TestSite.Try it =
          site
          .new Try(
              Endpoint.of(FIRST, server.getLocalPort()),
              Tcp.defaults().fastOpen(true),
              Preferences.defaults(),
              Bytes.utf8("hello"));
      Carrier carrier = within(it.carrier);
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
      }
      carrier.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void aUnixSocketIsConnectedWithoutARace(String transport, @TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    try (TestSite site = new TestSite(transport, Map.of());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Carrier carrier = within(site.connect(Endpoint.unix(path), Tcp.defaults()).carrier);
      assertThat(carrier.channel().isActive()).isTrue();
      carrier.abort();
      TestSite.Try missing = site.connect(Endpoint.unix(folder.resolve("none")), Tcp.defaults());
      assertThat(within(missing.loss).cause()).isEqualTo(FailureCause.REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void theLocalEndIsAsDemanded(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of());
        ServerSocket server = new ServerSocket(0, 5, FIRST)) {
      TestSite.Try it =
          site.connect(
              Endpoint.of(FIRST, server.getLocalPort()),
              Tcp.defaults(),
              Preferences.defaults().localAddress(SECOND).requireInterface("lo"));
      Carrier carrier = within(it.carrier);
      InetSocketAddress local = (InetSocketAddress) carrier.channel().localAddress();
      assertThat(local.getAddress()).isEqualTo(SECOND);
      assertThat(it.report().settings())
          .extracting(Setting::name)
          .contains("interface", "localAddress");
      carrier.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void whatThePlatformCannotDoIsReported(String transport) throws Exception {
    try (TestSite site = new TestSite(transport, Map.of());
        ServerSocket server = new ServerSocket(0, 5, FIRST)) {
      TestSite.Try it =
          site.connect(
              Endpoint.of(FIRST, server.getLocalPort()),
              Tcp.defaults()
                  .maximumSegmentSize(1000)
                  .keepAlive(Duration.ofSeconds(7), Duration.ofSeconds(3), 4)
                  .ip(Ip.defaults().hopLimit(9)));
      within(it.carrier).abort();
      List<Setting> settings = it.report().settings();
      boolean epoll = transport.equals("epoll");
      assertThat(result(settings, "tcp.keepAlive")).isEqualTo(Setting.Result.APPLIED);
      assertThat(result(settings, "ip.hopLimit"))
          .isEqualTo(epoll ? Setting.Result.APPLIED : Setting.Result.NOT_APPLIED);
      assertThat(settings)
          .allSatisfy(
              each ->
                  assertThat(each.reason().isEmpty())
                      .isEqualTo(each.result() == Setting.Result.APPLIED));
    }
  }

  private static Setting.Result result(List<Setting> settings, String name) {
    return settings.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .result();
  }

  /// A listener whose backlog is full: Linux drops what else comes.
  private static final class Silence implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> fill = new ArrayList<>();

    Silence(InetAddress address) throws IOException {
      server = new ServerSocket(0, 1, address);
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket();
        socket.connect(server.getLocalSocketAddress(), 1000);
        fill.add(socket);
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : fill) {
        socket.close();
      }
      server.close();
    }
  }
}
