package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fairlead.Endpoint;
import dev.fairlead.ListenOptions;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When closing a listener returns, its port is free.
@Timeout(60)
class ReleasedPortTest {
  private static final int ROUNDS = 200;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @ValueSource(strings = {"", "nio"})
  void aListenerThatIsClosedHasGivenItsPortBack(String transport) throws Exception {
    try (StreamLab lab = new StreamLab(transport)) {
      for (int round = 0; round < ROUNDS; round++) {
        RealListener<StreamConnection> listener = listen(lab);
        int port = listener.port();
        listener.close();
        assertFree(port, round);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nio"})
  void alsoWhenPeersCameAndWhenItStopsThoseThatRun(String transport) throws Exception {
    try (StreamLab lab = new StreamLab(transport)) {
      for (int round = 0; round < ROUNDS; round++) {
        RealListener<StreamConnection> listener = listen(lab);
        int port = listener.port();
        try (Socket running = new Socket(LOOPBACK, port);
            Socket untaken = new Socket(LOOPBACK, port)) {
          StreamConnection first = listener.accept(Duration.ofSeconds(10));
          listener.stop(Duration.ZERO);
          assertThat(first.state().isFinal()).isTrue();
          assertFree(port, round);
          assertThat(running.isConnected() && untaken.isConnected()).isTrue();
        }
      }
    }
  }

  private static RealListener<StreamConnection> listen(StreamLab lab) {
    return RealListener.open(
        lab.parts, 0, Tcp.defaults(), ListenOptions.defaults().addresses(Endpoint.of(LOOPBACK, 0)));
  }

  private static void assertFree(int port, int round) {
    assertThatCode(
            () -> {
              try (ServerSocket next = new ServerSocket()) {
                next.bind(new InetSocketAddress(LOOPBACK, port));
              }
            })
        .as("round %d", round)
        .doesNotThrowAnyException();
  }
}
