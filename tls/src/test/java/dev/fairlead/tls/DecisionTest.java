package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.FailureCause;
import dev.fairlead.Identity;
import dev.fairlead.Peer;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.LayerFailure;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs decide about peers and identities, in their own time.
class DecisionTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server = Tls.overTcp().identity(root.identity("dual.example"));
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));
  private final BlockingQueue<Peer> asked = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

  @AfterEach
  void close() {
    pair.close();
  }

  private CompletableFuture<Boolean> ask(Peer peer) {
    asked.add(peer);
    return answer;
  }

  private Peer askedNext() throws InterruptedException {
    Peer peer = asked.poll(10, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("nobody was asked");
    }
    return peer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aDecisionReplacesTrustAndHearsItsObjection(String engine) throws Exception {
    int port = pair.listen(server, engine);
    TestEnd us = pair.connect(client.verify(this::ask), engine, "other.example", port);
    Peer peer = askedNext();
    assertThat(peer.endpoint()).hasToString("other.example:" + port);
    assertThat(peer.serverName()).contains("other.example");
    assertThat(peer.objection()).contains("certificate is for dual.example, not other.example");
    assertThat(peer.chain()).hasSize(1);
    assertThat(us.ready).isNotDone();
    answer.complete(true);
    assertThat(us.facts().peerChain()).isEqualTo(peer.chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aDecisionMayRefuseWhatTrustAccepts(String engine) throws Exception {
    int port = pair.listen(server, engine);
    TestEnd us = pair.connect(client.verify(this::ask), engine, "dual.example", port);
    assertThat(askedNext().objection()).isEmpty();
    answer.complete(false);
    assertThat(us.awaitFailure().reason()).isEqualTo(FailureCause.CERTIFICATE_REFUSED);
    assertThat(us.awaitFailure().what())
        .startsWith("the program's own verification refused CN=dual.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aDecisionThatFailsRefusesAndSaysWhy(String engine) throws Exception {
    int port = pair.listen(server, engine);
    TestEnd us = pair.connect(client.verify(this::ask), engine, "dual.example", port);
    answer.completeExceptionally(new IllegalStateException("the vault is closed"));
    assertThat(us.awaitFailure().what())
        .isEqualTo("the program's own verification failed: the vault is closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aDecisionThatThrowsRefusesAndSaysWhy(String engine) throws Exception {
    int port = pair.listen(server, engine);
    Tls throwing =
        client.verify(
            peer -> {
              throw new IllegalStateException("not today");
            });
    TestEnd us = pair.connect(throwing, engine, "dual.example", port);
    assertThat(us.awaitFailure().what())
        .isEqualTo("the program's own verification failed: not today");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aDecisionThatNeverComesIsCancelledWithTheAttempt(String engine) throws Exception {
    int port = pair.listen(server, engine);
    TestEnd us = pair.connect(client.verify(this::ask), engine, "dual.example", port);
    askedNext();
    us.close();
    assertThat(us.awaitFailure().reason()).isEqualTo(FailureCause.CANCELLED);
    assertThat(answer.handle((yes, no) -> "told").get(10, TimeUnit.SECONDS)).isEqualTo("told");
    assertThat(answer).isCancelled();
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,TLS_1_3,TLS_1_3", "BoringSSL,TLS_1_2,TLS_1_2",
    "JDK,TLS_1_3,TLS_1_3", "JDK,TLS_1_2,TLS_1_2"
  })
  void anIdentityIsShownWhenTheServerWantsOne(String engine, Tls.Version least, Tls.Version most)
      throws Exception {
    int port = pair.listen(wanting(least, most), engine);
    TestEnd us =
        pair.connect(client.identity(root.identity("user.example")), engine, "dual.example", port);
    us.awaitReady();
    assertThat(pair.accepted().facts().peerChain().getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=user.example");
  }

  private Tls wanting(Tls.Version least, Tls.Version most) {
    return server
        .trust(Trust.authorities(root.certificate()))
        .clientAuthentication(Tls.PeerAuthentication.REQUIRED)
        .versions(least, most);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anIdentityMayBeChosenOnDemandAndLate(String engine) throws Exception {
    int port = pair.listen(wanting(Tls.Version.TLS_1_2, Tls.Version.TLS_1_3), engine);
    CompletableFuture<@Nullable Identity> chosen = new CompletableFuture<>();
    BlockingQueue<Peer> choosers = new LinkedBlockingQueue<>();
    Tls choosing =
        client.identityOnDemand(
            peer -> {
              choosers.add(peer);
              return chosen;
            });
    TestEnd us = pair.connect(choosing, engine, "dual.example", port);
    assertThat(choosers.poll(10, TimeUnit.SECONDS)).isNotNull();
    chosen.complete(root.identity("late.example"));
    us.awaitReady();
    assertThat(pair.accepted().facts().peerChain().getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=late.example");
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,BoringSSL,TLS_1_3", "BoringSSL,JDK,TLS_1_3", "JDK,BoringSSL,TLS_1_3",
    "JDK,JDK,TLS_1_3", "BoringSSL,BoringSSL,TLS_1_2", "BoringSSL,JDK,TLS_1_2",
    "JDK,BoringSSL,TLS_1_2", "JDK,JDK,TLS_1_2"
  })
  void aMissingClientCertificateIsNamedOnBothSides(
      String engine, String peerEngine, Tls.Version version) throws Exception {
    int port = pair.listen(wanting(version, version), peerEngine);
    TestEnd us = pair.connect(client, engine, "dual.example", port);
    assertThat(pair.accepted().awaitFailure().reason()).isEqualTo(FailureCause.CLIENT_CERTIFICATE);
    // RFC 8446 §4.4.2.4: in TLS 1.3 the client is ready before the server has looked.
    Object told = version == Tls.Version.TLS_1_3 ? afterReady(us) : us.awaitFailure();
    assertThat(told)
        .isInstanceOfSatisfying(
            LayerFailure.class,
            f -> {
              assertThat(f.reason()).isEqualTo(FailureCause.CLIENT_CERTIFICATE);
              assertThat(f.what()).contains("wants a");
            });
  }

  private static Object afterReady(TestEnd us) throws Exception {
    us.awaitReady();
    return us.next();
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "JDK,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_2"})
  void aRefusedClientCertificateIsNamedOnBothSides(String engine, Tls.Version version)
      throws Exception {
    int port = pair.listen(wanting(version, version), engine);
    Identity foreign = TestAuthority.root("Other Root").identity("user.example");
    TestEnd us = pair.connect(client.identity(foreign), engine, "dual.example", port);
    assertThat(pair.accepted().awaitFailure().what())
        .startsWith("the client's certificate is not trusted: ");
    Object told = version == Tls.Version.TLS_1_3 ? afterReady(us) : us.awaitFailure();
    assertThat(told)
        .isInstanceOfSatisfying(
            LayerFailure.class,
            f -> {
              assertThat(f.reason()).isEqualTo(FailureCause.CLIENT_CERTIFICATE);
              assertThat(f.what())
                  .startsWith("the peer does not accept our certificate; the peer sent the alert ");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anOptionalClientCertificateMayBeMissing(String engine) throws Exception {
    Tls curious =
        server
            .trust(Trust.authorities(root.certificate()))
            .clientAuthentication(Tls.PeerAuthentication.OPTIONAL);
    int port = pair.listen(curious, engine);
    pair.connect(client, engine, "dual.example", port).awaitReady();
    assertThat(pair.accepted().facts().peerChain()).isEqualTo(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void pinsAndAnyoneAreObeyed(String engine) throws Exception {
    int port = pair.listen(server, engine);
    String wrong = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    Trust pinned = new Trust.Pins(Trust.authorities(root.certificate()), List.of(wrong));
    LayerFailure failure =
        pair.connect(client.trust(pinned), engine, "dual.example", port).awaitFailure();
    assertThat(failure.reason()).isEqualTo(FailureCause.CERTIFICATE_REFUSED);
    assertThat(failure.what()).contains("none of the pinned keys is in the chain");
    Tls anyone = client.trust(Trust.anyoneInsecurely());
    pair.connect(anyone, engine, "other.example", port).awaitReady();
    Trust right =
        new Trust.Pins(
            Trust.authorities(root.certificate()),
            List.of(wrong, Evaluation.keyHash(root.certificate())));
    pair.connect(client.trust(right), engine, "dual.example", port).awaitReady();
  }
}
