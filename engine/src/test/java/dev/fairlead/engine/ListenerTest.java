package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.ListenOptions;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListenerTest {
  private StreamLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = new StreamLab();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private RealListener<StreamConnection> listen(ListenOptions options) {
    return RealListener.open(lab.parts, 0, Tcp.defaults(), options);
  }

  private RealListener<StreamConnection> listenWithHandshake(ListenOptions options)
      throws Exception {
    PreparedStack stack =
        new PreparedStack(lab.parts.site(), Tcp.defaults(), List.of(new ScriptedLayer(true)));
    return RealListener.open(lab.parts, 0, Tcp.defaults(), stack, options);
  }

  @Test
  void itTakesBothFamiliesOnOnePortAndTellsWhoCame() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults());
    for (String address : List.of("127.0.0.1", "::1")) {
      StreamConnection client = lab.connect(Endpoint.of(address, listener.port()));
      StreamConnection server = listener.accept(Duration.ofSeconds(10));
      client.send("hello");
      assertThat(server.receiveExactly(5).utf8()).isEqualTo("hello");
      assertThat(server.endpoint()).isInstanceOf(Endpoint.Address.class);
      assertThat(server.establishment().winner()).isPresent();
      client.abort();
      server.abort();
    }
    assertThat(listener.report().accepted()).isEqualTo(2);
    listener.close();
    assertThatThrownBy(listener::accept).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPortThatIsTakenIsAnEstablishmentFailure() {
    RealListener<StreamConnection> first = listen(ListenOptions.defaults());
    assertThatThrownBy(
            () ->
                RealListener.open(
                    lab.parts, first.port(), Tcp.defaults(), ListenOptions.defaults()))
        .isInstanceOfSatisfying(
            EstablishmentException.class,
            failure -> assertThat(failure.reason()).isEqualTo(FailureCause.LOCAL_ADDRESS));
  }

  @Test
  void severalAddressesShareTheChosenPort() throws Exception {
    RealListener<StreamConnection> listener =
        listen(
            ListenOptions.defaults()
                .addresses(
                    Endpoint.of(InetAddress.ofLiteral("127.0.0.1"), 0),
                    Endpoint.of(InetAddress.ofLiteral("::1"), 0)));
    assertThat(listener.endpoints())
        .containsExactly(
            Endpoint.of("127.0.0.1", listener.port()), Endpoint.of("::1", listener.port()));
    lab.connect(Endpoint.of("::1", listener.port())).abort();
  }

  @Test
  void aUnixSocketReplacesAStaleFileOnlyAndGoesWithItsListener(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("socket");
    try (var stale =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      stale.bind(java.net.UnixDomainSocketAddress.of(path));
    }
    assertThat(Files.exists(path)).isTrue();
    ListenOptions options = ListenOptions.defaults().addresses(Endpoint.unix(path));
    RealListener<StreamConnection> listener = listen(options);
    assertThat(listener.port()).isZero();
    StreamConnection client = lab.connect(Endpoint.unix(path));
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    client.send("over a path");
    client.sendEnd();
    assertThat(server.receiveAll(100).utf8()).isEqualTo("over a path");
    assertThatThrownBy(() -> listen(options)).isInstanceOf(EstablishmentException.class);
    server.abort();
    client.abort();
    listener.close();
    assertThat(Files.exists(path)).isFalse();
  }

  @Test
  void serveGivesEachConnectionAThreadAndEndsWithTheListener() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults());
    Thread serving = Thread.startVirtualThread(() -> listener.serve(c -> c.transferTo(c)));
    List<StreamConnection> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      StreamConnection client = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
      clients.add(client);
      client.send("echo " + i);
      client.sendEnd();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(clients.get(i).receiveAll(100).utf8()).isEqualTo("echo " + i);
      clients.get(i).close();
    }
    listener.stop(Duration.ofSeconds(10));
    serving.join();
    assertThat(listener.report().accepted()).isEqualTo(20);
    assertThat(listener.report().active()).isZero();
  }

  @Test
  void aHandlerThatThrowsAbortsOnlyItsConnection() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults());
    Thread.startVirtualThread(
        () ->
            listener.serve(
                c -> {
                  if (c.receiveExactly(1).at(0) == '!') {
                    throw new java.io.IOException("on purpose");
                  }
                  c.send("fine");
                }));
    StreamConnection bad = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
    bad.send("!");
    assertThatThrownBy(() -> bad.receiveExactly(1)).isInstanceOf(ConnectionLostException.class);
    StreamConnection good = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
    good.send("?");
    assertThat(good.receiveAll(10).utf8()).isEqualTo("fine");
    good.close();
  }

  @Test
  void connectionsAboveTheLimitWaitForTheirTurn() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults().connectionsMax(2));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
      socket.getOutputStream().write('0' + i);
      sockets.add(socket);
    }
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      StreamConnection next = listener.accept(Duration.ofSeconds(10));
      assertThat(listener.report().active()).isLessThanOrEqualTo(2);
      seen.append(next.receiveExactly(1).utf8());
      next.abort();
    }
    assertThat(seen.toString().chars().sorted().toArray()).isEqualTo("012345".chars().toArray());
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void silentPeersCostAHandshakeSlotOnlyUntilTheDeadline() throws Exception {
    RealListener<StreamConnection> listener =
        listenWithHandshake(
            ListenOptions.defaults().handshakesMax(3).handshakeDeadline(Duration.ofMillis(300)));
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      silent.add(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
    }
    until(() -> listener.report().handshaking() == 3);
    Socket speaks = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    speaks.getOutputStream().write("+hello.".getBytes(StandardCharsets.UTF_8));
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    assertThat(server.receiveExactly(6).utf8()).isEqualTo("hello.");
    assertThat(server.establishment().handshakes()).hasSize(1);
    until(() -> listener.report().failedHandshakes() == 5);
    server.abort();
    for (Socket socket : silent) {
      socket.close();
    }
    speaks.close();
  }

  @Test
  void losersOfARaceAreCountedAsSuch() throws Exception {
    RealListener<StreamConnection> listener = listenWithHandshake(ListenOptions.defaults());
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
      socket.setSoLinger(true, 0);
      socket.close();
    }
    until(() -> listener.report().leftEarly() == 4);
    assertThat(listener.report().failedHandshakes()).isZero();
  }

  @Test
  void acceptIsServedInOrderAndCanBeCutShortAndCancelled() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults());
    assertThatThrownBy(() -> listener.accept(Duration.ofMillis(30)))
        .isInstanceOf(DeadlineException.class);
    CompletableFuture<StreamConnection> given = listener.acceptAsync();
    assertThat(given.cancel(false)).isTrue();
    CompletableFuture<StreamConnection> next = listener.acceptAsync();
    StreamConnection client = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
    next.get(10, TimeUnit.SECONDS).send("you are first");
    assertThat(client.receiveExactly(13).utf8()).isEqualTo("you are first");
    CompletableFuture<StreamConnection> last = listener.acceptAsync();
    listener.stop(Duration.ofMillis(1));
    assertThatThrownBy(() -> last.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void stopLetsRunningConnectionsFinishAndThenAborts() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults());
    CountDownLatch called = new CountDownLatch(1);
    listener.onConnection(
        connection -> {
          connection.send("welcome");
          called.countDown();
        });
    StreamConnection client = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
    assertThat(client.receiveExactly(7).utf8()).isEqualTo("welcome");
    assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
    listener.stop(Duration.ofMillis(100));
    assertThatThrownBy(() -> client.receiveExactly(1)).isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void localPeersMayComeWhenOnlyTheyMay() throws Exception {
    RealListener<StreamConnection> listener = listen(ListenOptions.defaults().localOnly(true));
    StreamConnection client = lab.connect(Endpoint.of("127.0.0.1", listener.port()));
    listener.accept(Duration.ofSeconds(10)).send(Bytes.utf8("in"));
    assertThat(client.receiveExactly(2).utf8()).isEqualTo("in");
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
