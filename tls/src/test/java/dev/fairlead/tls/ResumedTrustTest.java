package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Peer;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A session that is resumed shows no certificate, and still the peer is decided about.
class ResumedTrustTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server = Tls.overTcp().identity(root.identity("dual.example"));
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));
  private final List<Peer> asked = new CopyOnWriteArrayList<>();
  private final AtomicBoolean accepts = new AtomicBoolean(true);
  @TempDir Path directory;

  @AfterEach
  void close() {
    pair.close();
  }

  private CompletionStage<Boolean> decide(Peer peer) {
    asked.add(peer);
    return CompletableFuture.completedFuture(accepts.get());
  }

  /// Connects, exchanges a byte so that tickets come, and ends.
  private boolean resumed(Tls how, String engine, int port) throws Exception {
    TestEnd us = pair.connect(how, engine, pair.clientCaches, Endpoint.of("dual.example", port));
    us.awaitReady();
    TestEnd peer = pair.accepted();
    peer.awaitReady();
    peer.send("x");
    assertThat(us.text(1)).isEqualTo("x");
    us.endOutput();
    peer.endOutput();
    us.close();
    return us.facts().resumed().orElseThrow();
  }

  private FailureCause refused(Tls how, String engine, int port) throws Exception {
    TestEnd us = pair.connect(how, engine, pair.clientCaches, Endpoint.of("dual.example", port));
    FailureCause why = us.awaitFailure().reason();
    us.close();
    pair.accepted();
    return why;
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void theProgramIsAskedAgainAndMayChangeItsMind(String engine, Tls.Version version)
      throws Exception {
    int port = pair.listen(server.versions(version, version), engine);
    Tls deciding = client.verify(this::decide);
    assertThat(resumed(deciding, engine, port)).isFalse();
    assertThat(resumed(deciding, engine, port)).isTrue();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).chain()).isEqualTo(asked.get(0).chain());
    accepts.set(false);
    assertThat(refused(deciding, engine, port)).isEqualTo(FailureCause.CERTIFICATE_REFUSED);
    assertThat(asked).hasSize(3);
    accepts.set(true);
    assertThat(resumed(deciding, engine, port)).as("a refused session is forgotten").isFalse();
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void aListenerAsksAgainAboutItsClients(String engine, Tls.Version version) throws Exception {
    Tls strict =
        server
            .versions(version, version)
            .trust(Trust.authorities(root.certificate()))
            .clientAuthentication(Tls.PeerAuthentication.REQUIRED)
            .verify(this::decide);
    int port = pair.listen(strict, engine);
    Tls known = client.identity(root.identity("client.example"));
    resumed(known, engine, port);
    resumed(known, engine, port);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).chain()).isEqualTo(asked.get(0).chain());
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL", "JDK"})
  void anAuthorityThatIsNotTrustedAnyMoreEndsItsSessions(String engine) throws Exception {
    Path file = directory.resolve("roots.pem");
    Files.writeString(file, TestAuthority.pem(List.of(root.certificate())));
    int port = pair.listen(server, engine);
    Tls reloading = Tls.overTcp().trust(Trust.pem(file));
    assertThat(resumed(reloading, engine, port)).isFalse();
    assertThat(resumed(reloading, engine, port)).isTrue();
    Files.writeString(
        file, TestAuthority.pem(List.of(TestAuthority.root("Another Root").certificate())));
    pair.world.skip(Duration.ofMinutes(5));
    assertThat(refused(reloading, engine, port)).isEqualTo(FailureCause.CERTIFICATE_UNTRUSTED);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL", "JDK"})
  void aCertificateThatHasExpiredEndsItsSessions(String engine) throws Exception {
    int port = pair.listen(server, engine);
    assertThat(resumed(client, engine, port)).isFalse();
    assertThat(resumed(client, engine, port)).isTrue();
    pair.world.skip(Duration.ofDays(4000));
    assertThat(refused(client, engine, port)).isEqualTo(FailureCause.CERTIFICATE_EXPIRED);
  }
}
