package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.FailureCause;
import dev.fairlead.Network;
import dev.fairlead.Path;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RealNetworkTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void bytesGoThereAndBack() throws Exception {
    try (Network network = Network.builder().loops(1).build();
        ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      var connection =
          network.connect(Endpoint.of(LOOPBACK, server.getLocalPort()), Tcp.defaults());
      try (Socket peer = server.accept()) {
        connection.send("hello");
        assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        peer.getOutputStream().write(1);
        assertThat(connection.receiveExactly(1).at(0)).isEqualTo((byte) 1);
      }
      connection.close();
      assertThat(connection.establishment().toString()).contains("ready");
    }
  }

  @Test
  void aFailureTellsTheStory() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      port = server.getLocalPort();
    }
    try (Network network = Network.builder().loops(1).build()) {
      assertThatThrownBy(() -> network.connect(Endpoint.of(LOOPBACK, port), Tcp.defaults()))
          .isInstanceOfSatisfying(
              EstablishmentException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(FailureCause.REFUSED);
                assertThat(e.attempts()).hasSize(1);
                assertThat(e)
                    .hasMessageStartingWith("Could not connect to 127.0.0.1:" + port + " in ")
                    .hasMessageContaining("refused after ");
              });
    }
  }

  @Test
  void aLayerThatNobodyMakesNamesTheArtifactToAdd() {
    try (Network network = Network.builder().loops(1).build()) {
      assertThatThrownBy(() -> network.connect(Endpoint.of(LOOPBACK, 1), Tls.overTcp()))
          .isInstanceOf(EstablishmentException.class)
          .hasMessageContaining("dev.fairlead:fairlead-tls");
    }
  }

  @Test
  void aNameThatNobodyLooksUpNamesTheArtifactToAdd() {
    try (Network network = Network.builder().loops(1).build()) {
      assertThatThrownBy(() -> network.connect(Endpoint.of("x.example", 1), Tcp.defaults()))
          .isInstanceOf(EstablishmentException.class)
          .hasMessageContaining("dev.fairlead:fairlead-dns");
    }
  }

  @Test
  void theCurrentPathIsToldAtOnce() throws Exception {
    try (Network network = Network.builder().loops(1).build()) {
      CompletableFuture<Path> told = new CompletableFuture<>();
      try (var _ = network.paths().onChange(told::complete)) {
        assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(network.paths().current());
      }
    }
  }

  @Test
  void aClosedNetworkOpensNothing() {
    Network network = Network.builder().loops(1).build();
    network.close();
    assertThatThrownBy(() -> network.open(Endpoint.of(LOOPBACK, 1), Tcp.defaults()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the network is closed");
  }
}
