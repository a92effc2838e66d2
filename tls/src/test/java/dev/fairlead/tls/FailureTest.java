package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.FailureCause;
import dev.fairlead.Identity;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.tls.TestAuthority.Wish;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each known cause is named, whichever engine meets it.
class FailureTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));

  @AfterEach
  void close() {
    pair.close();
  }

  private LayerFailure refused(String engine, Tls how, Identity shown) throws Exception {
    int port = pair.listen(Tls.overTcp().identity(shown), "BoringSSL");
    return pair.connect(how, engine, "dual.example", port).awaitFailure();
  }

  private static void assertCause(LayerFailure failure, FailureCause cause, String text) {
    assertThat(failure.what()).contains(text);
    assertThat(failure.reason()).isEqualTo(cause);
    assertThat(failure.layer()).isEqualTo("tls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aWrongNameIsNamedWithTheRightOnes(String engine) throws Exception {
    assertCause(
        refused(engine, client, root.identity("a.example", "b.example")),
        FailureCause.CERTIFICATE_NAME,
        "certificate is for a.example, b.example, not dual.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anExpiredCertificateTellsSinceWhen(String engine) throws Exception {
    Wish wish =
        new Wish(
            "dual.example",
            List.of("dual.example"),
            TestAuthority.NOW.minus(Duration.ofDays(33)),
            Duration.ofDays(30));
    assertCause(
        refused(engine, client, root.identity("EC", wish)),
        FailureCause.CERTIFICATE_EXPIRED,
        "certificate expired 3 days ago, on 2026-11-18");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aFutureCertificateTellsFromWhen(String engine) throws Exception {
    Wish wish =
        new Wish("x", List.of("dual.example"), TestAuthority.NOW.plus(DAY.multipliedBy(2)), DAY);
    assertCause(
        refused(engine, client, root.identity("EC", wish)),
        FailureCause.CERTIFICATE_NOT_YET_VALID,
        "certificate is valid only in ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aSelfSignedCertificateIsNamedSo(String engine) throws Exception {
    Identity self = TestAuthority.selfSigned("dual.example");
    assertCause(
        refused(engine, client, self),
        FailureCause.CERTIFICATE_UNTRUSTED,
        "the certificate is self-signed and not among the trusted; chain: CN=dual.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void anUnknownRootIsNamed(String engine) throws Exception {
    Identity foreign =
        TestAuthority.root("Other Root").intermediate("Other Issuer").identity("dual.example");
    assertCause(
        refused(engine, client, foreign),
        FailureCause.CERTIFICATE_UNTRUSTED,
        "root CN=Other Root is not among the trusted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aMissingIntermediateIsNamed(String engine) throws Exception {
    Identity.InMemory whole = root.intermediate("Test Issuer").identity("dual.example");
    Identity leafOnly = Identity.of(whole.key(), whole.chain().subList(0, 1));
    assertCause(
        refused(engine, client, leafOnly),
        FailureCause.CERTIFICATE_UNTRUSTED,
        "the peer did not send the intermediate CN=Test Issuer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aCompleteChainIsAccepted(String engine) throws Exception {
    Identity whole = root.intermediate("Test Issuer").identity("dual.example");
    int port = pair.listen(Tls.overTcp().identity(whole), engine);
    assertThat(pair.connect(client, engine, "dual.example", port).facts().peerChain()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void theClientOfAnExpiredServerTellsItWhy(String engine) throws Exception {
    int port = pair.listen(Tls.overTcp().identity(root.identity("a.example")), engine);
    pair.connect(
            client.versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2), engine, "dual.example", port)
        .awaitFailure();
    assertCause(
        pair.accepted().awaitFailure(),
        FailureCause.CERTIFICATE_REFUSED,
        "the client does not accept this listener's certificate; the peer sent the alert ");
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,HTTP/1.1 400 Bad Request,plain HTTP: \"HTTP/1.1 400 Bad Request\"",
    "JDK,HTTP/1.1 400 Bad Request,plain HTTP: \"HTTP/1.1 400 Bad Request\"",
    "BoringSSL,SSH-2.0-OpenSSH_9.2,SSH: \"SSH-2.0-OpenSSH_9.2\"",
    "JDK,SSH-2.0-OpenSSH_9.2,SSH: \"SSH-2.0-OpenSSH_9.2\"",
    "BoringSSL,220 mail.example ESMTP,SMTP in the clear: \"220 mail.example ESMTP\"",
    "JDK,220 mail.example ESMTP,SMTP in the clear: \"220 mail.example ESMTP\""
  })
  void aPeerThatDoesNotSpeakTlsIsShown(String engine, String line, String shown) throws Exception {
    int port = pair.listen(child -> child.pipeline().addLast(new Says(ascii(line + "\r\n"))));
    assertCause(
        pair.connect(client, engine, "dual.example", port).awaitFailure(),
        FailureCause.NOT_TLS,
        "the peer speaks " + shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aClientThatSpeaksHttpIsShown(String engine) throws Exception {
    int port = pair.listen(Tls.overTcp().identity(root.identity("dual.example")), engine);
    try (java.net.Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHost: dual.example\r\n\r\n"));
      assertCause(
          pair.accepted().awaitFailure(),
          FailureCause.NOT_TLS,
          "the peer speaks plain HTTP: \"GET / HTTP/1.1\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aPeerWithTheAlertProtocolVersionIsTooOld(String engine) throws Exception {
    // RFC 5246 §7.2: a fatal alert, protocol_version, in a record of TLS 1.0.
    int port = pair.listen(child -> child.pipeline().addLast(new Says(hex("15030100020246"))));
    assertCause(
        pair.connect(client, engine, "dual.example", port).awaitFailure(),
        FailureCause.TLS_VERSION,
        "the peer sent the alert protocol_version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aPeerThatChoosesTls11IsTooOld(String engine) throws Exception {
    // RFC 4346 §7.4.1.3: a ServerHello of TLS 1.1 with TLS_RSA_WITH_AES_128_CBC_SHA.
    String hello = "0302" + "11".repeat(32) + "00" + "002f" + "00";
    byte[] record = hex("160302002a" + "02000026" + hello);
    int port = pair.listen(child -> child.pipeline().addLast(new Says(record)));
    assertCause(
        pair.connect(client, engine, "dual.example", port).awaitFailure(),
        FailureCause.TLS_VERSION,
        "TLS 1.1");
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,BoringSSL", "BoringSSL,JDK", "JDK,BoringSSL", "JDK,JDK"})
  void versionsWithoutOverlapAreNamed(String engine, String peerEngine) throws Exception {
    Tls old = Tls.overTcp().versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2);
    int port = pair.listen(old.identity(root.identity("dual.example")), peerEngine);
    Tls modern = client.versions(Tls.Version.TLS_1_3, Tls.Version.TLS_1_3);
    assertCause(
        pair.connect(modern, engine, "dual.example", port).awaitFailure(),
        FailureCause.TLS_VERSION,
        "the peer does not speak TLSv1.3");
    assertThat(pair.accepted().awaitFailure().reason()).isEqualTo(FailureCause.TLS_VERSION);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,BoringSSL", "BoringSSL,JDK", "JDK,BoringSSL", "JDK,JDK"})
  void suitesWithoutOverlapAreNamed(String engine, String peerEngine) throws Exception {
    Tls server =
        Tls.overTcp()
            .identity(root.identity("dual.example"))
            .versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2)
            .cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    int port = pair.listen(server, peerEngine);
    Tls other =
        client
            .cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
            .versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2);
    assertCause(
        pair.connect(other, engine, "dual.example", port).awaitFailure(),
        FailureCause.TLS_NEGOTIATION,
        "the peer sent the alert handshake_failure");
    assertThat(pair.accepted().awaitFailure().reason()).isEqualTo(FailureCause.TLS_NEGOTIATION);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,BoringSSL", "BoringSSL,JDK", "JDK,BoringSSL", "JDK,JDK"})
  void protocolsWithoutOverlapAreNamed(String engine, String peerEngine) throws Exception {
    Tls server = Tls.overTcp().identity(root.identity("dual.example")).alpn("h2");
    int port = pair.listen(server, peerEngine);
    assertCause(
        pair.connect(client.alpn("imap"), engine, "dual.example", port).awaitFailure(),
        FailureCause.TLS_NEGOTIATION,
        "the peer speaks none of the application protocols [imap]");
    assertThat(pair.accepted().awaitFailure().reason()).isEqualTo(FailureCause.TLS_NEGOTIATION);
    // Who offers none goes on without.
    assertThat(pair.connect(client, engine, "dual.example", port).facts().alpn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aPeerThatClosesWithoutAWordIsNamed(String engine) throws Exception {
    int port = pair.listen(FailureTest::hangUp);
    LayerFailure failure = pair.connect(client, engine, "dual.example", port).awaitFailure();
    assertThat(failure.reason()).isIn(FailureCause.CLOSED_EARLY, FailureCause.RESET);
    assertThat(failure.what()).contains("after our ClientHello, without an answer");
  }

  @Test
  void optionsThatNoEngineHasAreRefusedBeforehand() {
    Tls server = Tls.overTcp().identity(root.identity("dual.example"));
    assertRefused(
        server.halfClose(Tls.HalfClose.REQUIRED).versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2),
        "",
        "halfClose(REQUIRED): TLS 1.2 can only end both directions");
    assertRefused(
        server.halfClose(Tls.HalfClose.REQUIRED).keyLog(java.nio.file.Path.of("keys")),
        "",
        "no TLS engine (BoringSSL, JDK) can do what is asked");
    assertRefused(server.keyLog(java.nio.file.Path.of("keys")), "JDK", "keyLog");
    assertRefused(server.cipherSuites("TLS_NONE_SUCH"), "", "cipherSuites");
    assertRefused(server.groups("brainpool"), "", "groups");
    assertRefused(server, "GnuTLS", "there is no TLS engine \"GnuTLS\"");
    assertRefused(Tls.overTcp(), "", "identity: a listener needs one");
    assertRefused(
        Tls.overTcp().identity(Identity.pkcs12(java.nio.file.Path.of("/none.p12"), "secret")),
        "",
        "identity: no such file: /none.p12");
  }

  private void assertRefused(Tls server, String engine, String text) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> pair.prepareServer(server, engine))
        .isInstanceOfSatisfying(LayerFailure.class, f -> assertCause(f, FailureCause.OPTION, text));
  }

  @Test
  void halfCloseRequiredTakesTheJdkAndSaysWhy() throws Exception {
    Tls server =
        Tls.overTcp().identity(root.identity("x.example")).halfClose(Tls.HalfClose.REQUIRED);
    assertThat(pair.prepareServer(server, "").engine()).isEqualTo("JDK");
    assertThat(pair.prepareServer(server, "").engineReason())
        .isEqualTo("BoringSSL: halfClose(REQUIRED): it stops sending when the peer ends");
    int port = pair.listen(server, "");
    Tls old = client.versions(Tls.Version.TLS_1_2, Tls.Version.TLS_1_2);
    assertThat(pair.connect(old, "", "x.example", port).awaitFailure().reason())
        .isEqualTo(FailureCause.TLS_VERSION);
  }

  private static void hangUp(Channel child) {
    var _ = child.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /// Answers whatever comes with the same bytes.
  private static final class Says extends ChannelInboundHandlerAdapter {
    private final byte[] answer;

    Says(byte[] answer) {
      this.answer = answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
      var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(answer), ctx.voidPromise());
    }
  }
}
