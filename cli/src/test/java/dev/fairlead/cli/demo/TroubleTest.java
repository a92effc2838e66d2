package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Network;
import dev.fairlead.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The trouble of the demo is real trouble.
@Timeout(60)
class TroubleTest {
  @TempDir Path folder;

  @Test
  void theNameServerAnswersInOrder() throws IOException {
    List<InetAddress> both =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.3"));
    try (DemoDns dns = new DemoDns();
        Network network =
            Network.builder().resolver(Resolver.servers(dns.address())).loops(1).build()) {
      dns.add("two.demo.example", DemoDns.Zone.of(both));

      assertThat(network.resolve("two.demo.example").addresses()).isEqualTo(both);
      assertThat(network.resolve("none.demo.example").addresses()).isEmpty();
    }
  }

  @Test
  void aSilentPortAnswersNobody() throws IOException {
    int port;
    try (var free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    try (SilentPort _ = new SilentPort(at);
        Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(at, 300)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void keysAreMadeByTheJdkItself() throws Exception {
    Keys keys = Keys.make(folder, "*.demo.example", "other.example");

    keys.good().chain().getFirst().verify(keys.authority().getPublicKey());
    assertThat(keys.wrong().chain().getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=other.example");
  }

  @Test
  void whatAChildSaysBecomesAFigure() {
    assertThat(PlainJavaRun.Outcome.parse("ok 1500000\n").failure()).isEmpty();
    assertThat(PlainJavaRun.Outcome.parse("failed 2 ConnectException: refused").failure())
        .isEqualTo("ConnectException: refused");
    assertThat(PlainJavaRun.Outcome.parse("Error: no such class").failure()).contains("no such");
  }
}
