package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server =
      Tls.overTcp().identity(root.identity("dual.example", "*.wild.example"));
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));

  @AfterEach
  void close() {
    pair.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,BoringSSL,TLS_1_3",
    "BoringSSL,BoringSSL,TLS_1_2",
    "JDK,JDK,TLS_1_3",
    "JDK,JDK,TLS_1_2",
    "BoringSSL,JDK,TLS_1_3",
    "BoringSSL,JDK,TLS_1_2",
    "JDK,BoringSSL,TLS_1_3",
    "JDK,BoringSSL,TLS_1_2"
  })
  void bothSidesAgreeAndTalk(String clientEngine, String serverEngine, Tls.Version version)
      throws Exception {
    int port = pair.listen(server.alpn("h2", "http/1.1").versions(version, version), serverEngine);
    TestEnd us = pair.connect(client.alpn("http/1.1", "h2"), clientEngine, "dual.example", port);
    TestEnd peer = pair.accepted();

    TlsFacts facts = us.facts();
    assertThat(facts.version()).isEqualTo(version == Tls.Version.TLS_1_3 ? "TLSv1.3" : "TLSv1.2");
    assertThat(facts.alpn()).as("the server's preference decides").contains("h2");
    assertThat(facts.serverName()).contains("dual.example");
    assertThat(facts.engine()).isEqualTo(clientEngine);
    assertThat(facts.peerChain().getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=dual.example");
    assertThat(facts.resumed()).contains(false);
    assertThat(us.awaitReady().detail()).startsWith(facts.version() + " TLS_").contains(" alpn h2");
    assertThat(us.awaitReady().roundTrip()).isPresent();
    assertThat(peer.facts().serverName()).contains("dual.example");
    assertThat(peer.facts().alpn()).contains("h2");
    assertThat(peer.facts().engine()).isEqualTo(serverEngine);

    us.send("hello");
    assertThat(peer.text(5)).isEqualTo("hello");
    peer.send("world");
    assertThat(us.text(5)).isEqualTo("world");
    us.close();
    peer.close();
  }

  @Test
  void boringSslIsTakenOnThisPlatformByDefault() throws Exception {
    assertThat(pair.prepareServer(server, "").engine()).isEqualTo("BoringSSL");
    assertThat(pair.prepareServer(server, "").engineReason()).isEmpty();
  }
}
