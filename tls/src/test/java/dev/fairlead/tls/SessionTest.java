package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.Setting;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.Caches;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is remembered, and where; what is written down.
class SessionTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server = Tls.overTcp().identity(root.identity("dual.example", "127.0.0.1"));
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));
  @TempDir Path directory;

  @AfterEach
  void close() {
    pair.close();
  }

  private boolean resumed(Tls how, String engine, Caches caches, int port) throws Exception {
    TestEnd us = pair.connect(how, engine, caches, Endpoint.of("dual.example", port));
    boolean resumed = us.facts().resumed().orElseThrow();
    TestEnd peer = pair.accepted();
    peer.awaitReady();
    if (engine.equals("BoringSSL")) {
      assertThat(peer.facts().resumed()).contains(resumed);
    }
    // The ticket comes before the first content of the server.
    peer.send("x");
    assertThat(us.text(1)).isEqualTo("x");
    us.endOutput();
    peer.endOutput();
    us.close();
    return resumed;
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void sessionsAreResumedInsideOneContextOnly(String engine, Tls.Version version) throws Exception {
    int port = pair.listen(server.versions(version, version), engine);
    Caches other = TestWorld.caches();
    assertThat(resumed(client, engine, pair.clientCaches, port)).isFalse();
    assertThat(resumed(client, engine, pair.clientCaches, port)).isTrue();
    assertThat(resumed(client, engine, other, port)).isFalse();
    assertThat(resumed(client, engine, other, port)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void resumptionCanBeSwitchedOffOnEitherSide(String engine, Tls.Version version) throws Exception {
    int port = pair.listen(server.versions(version, version), engine);
    Tls off = client.resumption(false);
    assertThat(resumed(off, engine, pair.clientCaches, port)).isFalse();
    assertThat(resumed(off, engine, pair.clientCaches, port)).isFalse();
    int strict = pair.listen(server.versions(version, version).resumption(false), engine);
    assertThat(resumed(client, engine, pair.clientCaches, strict)).isFalse();
    assertThat(resumed(client, engine, pair.clientCaches, strict)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anAddressIsVerifiedAndNotIndicated(String engine) throws Exception {
    int port = pair.listen(server, engine);
    Endpoint address = Endpoint.of(InetAddress.ofLiteral("127.0.0.1"), port);
    TestEnd us = pair.connect(client, engine, pair.clientCaches, address);
    us.awaitReady();
    assertThat(us.facts().serverName()).isEmpty();
    assertThat(pair.accepted().facts().serverName()).isEmpty();
    Endpoint other = Endpoint.of(InetAddress.ofLiteral("192.0.2.7"), port);
    assertThat(pair.connect(client, engine, pair.clientCaches, other).awaitFailure().what())
        .isEqualTo("certificate is for dual.example, 127.0.0.1, not 192.0.2.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anOwnServerNameReplacesTheEndpoints(String engine) throws Exception {
    int port = pair.listen(server, engine);
    pair.connect(client.serverName("dual.example"), engine, "localhost", port).awaitReady();
    assertThat(pair.accepted().facts().serverName()).contains("dual.example");
  }

  @Test
  void secretsAreWrittenInTheFormatOfTheRfc() throws Exception {
    Path file = directory.resolve("keys.log");
    int port = pair.listen(server, "");
    Tls logging = client.keyLog(file);
    pair.connect(logging, "", "dual.example", port).awaitReady();
    assertThat(Files.readAllLines(file))
        .anyMatch(line -> line.matches("CLIENT_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]{64,96}"))
        .anyMatch(line -> line.startsWith("SERVER_TRAFFIC_SECRET_0 "));
    assertThat(
            pair.prepare(logging, "", pair.clientCaches, Endpoint.of("dual.example", port))
                .settings())
        .containsExactly(new Setting("tls.keyLog", file.toString(), Setting.Result.APPLIED, ""));
  }

  @Test
  void settingsThatAreNotFullyAppliedSayWhy() throws Exception {
    assertThat(pair.prepareServer(server.stapling(true), "").settings())
        .containsExactly(
            new Setting(
                "tls.stapling", "true", Setting.Result.NOT_APPLIED, "listeners staple no status"));
    Tls suite = client.cipherSuites("TLS_AES_128_GCM_SHA256").groups("x25519");
    List<Setting> settings =
        pair.prepare(suite, "", pair.clientCaches, Endpoint.of("dual.example", 1)).settings();
    assertThat(settings.getFirst().result()).isEqualTo(Setting.Result.APPROXIMATED);
    assertThat(settings.getLast())
        .isEqualTo(new Setting("tls.groups", "[x25519]", Setting.Result.APPLIED, ""));
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,x25519", "BoringSSL,secp384r1", "JDK,x25519", "JDK,secp384r1"})
  void askedGroupsAndStaplingStillShakeHands(String engine, String group) throws Exception {
    int port = pair.listen(server.groups(group), engine);
    pair.connect(client.groups(group).stapling(true), engine, "dual.example", port).awaitReady();
  }
}
