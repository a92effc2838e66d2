package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.FailureCause;
import dev.fairlead.Identity;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.tls.TestAuthority.Wish;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and certificates from files, chosen by name, renewed while serving.
class IdentityTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));
  @TempDir Path directory;

  @AfterEach
  void close() {
    pair.close();
  }

  private static Wish wish(String name) {
    return new Wish(
        name, List.of(name), TestAuthority.NOW.minus(Duration.ofDays(1)), Duration.ofDays(30));
  }

  private String shown(String engine, String name, int port) throws Exception {
    X509Certificate leaf = pair.connect(client, engine, name, port).facts().peerChain().getFirst();
    return leaf.getSubjectX500Principal().getName() + " " + leaf.getPublicKey().getAlgorithm();
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "JDK,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_2"})
  void theIdentityWithTheAskedNameIsShownElseTheFirst(String engine, Tls.Version version)
      throws Exception {
    Tls server =
        Tls.overTcp()
            .versions(version, version)
            .identities(
                List.of(
                    root.identity("RSA", wish("first.example")),
                    root.identity("EC", wish("second.example")),
                    root.identity("RSA", wish("*.wild.example"))));
    int port = pair.listen(server, engine);
    assertThat(shown(engine, "first.example", port)).isEqualTo("CN=first.example RSA");
    assertThat(shown(engine, "second.example", port)).isEqualTo("CN=second.example EC");
    assertThat(shown(engine, "a.wild.example", port)).isEqualTo("CN=*.wild.example RSA");
    LayerFailure other = pair.connect(client, engine, "third.example", port).awaitFailure();
    assertThat(other.what()).isEqualTo("certificate is for first.example, not third.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aRenewedFileIsUsedWithoutRestartAndABadOneIsNot(String engine) throws Exception {
    Identity.PemFiles files = write(root.identity("EC", wish("one.example")), "server");
    int port = pair.listen(Tls.overTcp().identity(files), engine);
    assertThat(shown(engine, "one.example", port)).startsWith("CN=one.example");

    write(root.identity("EC", wish("two.example")), "server");
    assertThat(shown(engine, "one.example", port)).as("looked at once a second").isNotEmpty();
    pair.world.skip(Duration.ofSeconds(2));
    assertThat(shown(engine, "two.example", port)).startsWith("CN=two.example");

    Files.writeString(files.key(), "no key at all");
    pair.world.skip(Duration.ofSeconds(2));
    assertThat(shown(engine, "two.example", port)).startsWith("CN=two.example");

    write(root.identity("RSA", wish("three.example")), "server");
    pair.world.skip(Duration.ofSeconds(2));
    assertThat(shown(engine, "three.example", port)).isEqualTo("CN=three.example RSA");
  }

  private Identity.PemFiles write(Identity.InMemory identity, String name) throws Exception {
    return TestAuthority.write(identity, directory, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void changedAuthoritiesAreBelievedWithoutRestart(String engine) throws Exception {
    TestAuthority next = TestAuthority.root("Next Root");
    Path authorities = directory.resolve("ca.pem");
    Files.writeString(authorities, TestAuthority.pem(List.of(next.certificate())));
    Tls trusting = Tls.overTcp().trust(Trust.pem(authorities));
    int port = pair.listen(Tls.overTcp().identity(root.identity("dual.example")), engine);
    assertThat(pair.connect(trusting, engine, "dual.example", port).awaitFailure().reason())
        .isEqualTo(FailureCause.CERTIFICATE_UNTRUSTED);
    Files.writeString(
        authorities, TestAuthority.pem(List.of(next.certificate(), root.certificate())));
    pair.world.skip(Duration.ofSeconds(2));
    pair.connect(trusting, engine, "dual.example", port).awaitReady();
  }

  @Test
  void allUsualKeyFilesAreRead() throws Exception {
    Identity.InMemory ec = root.identity("EC", wish("ec.example"));
    Identity.InMemory rsa = root.identity("RSA", wish("rsa.example"));
    Identity.InMemory ed = root.identity("Ed25519", wish("ed.example"));
    BigInteger secret = ((ECPrivateKey) ec.key()).getS();
    byte[] sec1 =
        new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1)
            .getEncoded();
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(rsa.key().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    assertReads(ec, TestAuthority.pem("PRIVATE KEY", ec.key().getEncoded()), "");
    assertReads(ed, TestAuthority.pem("PRIVATE KEY", ed.key().getEncoded()), "");
    assertReads(ec, TestAuthority.pem("EC PRIVATE KEY", sec1), "");
    assertReads(rsa, TestAuthority.pem("RSA PRIVATE KEY", pkcs1), "");
    assertReads(rsa, encrypted(rsa, "secret"), "secret");
  }

  private static String encrypted(Identity.InMemory identity, String password) throws Exception {
    byte[] der =
        new JcaPKCS8Generator(
                identity.key(),
                new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setRandom(new SecureRandom())
                    .setPassword(password.toCharArray())
                    .build())
            .generate()
            .getContent();
    return TestAuthority.pem("ENCRYPTED PRIVATE KEY", der);
  }

  private void assertReads(Identity.InMemory identity, String key, String password)
      throws Exception {
    Identity.PemFiles files = write(identity, "read");
    Files.writeString(files.key(), "a comment\n" + key);
    Identity read = Identity.pem(files.chain(), files.key(), password);
    HeldIdentity held = new HeldIdentity(read, () -> 0);
    // That it is the right key is what reading checks; encodings of the same key differ.
    assertThat(held.current().key().getAlgorithm()).isEqualTo(identity.key().getAlgorithm());
    assertThat(held.current().chain()).isEqualTo(identity.chain());
    assertThat(held.current().toString() + read).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aPkcs12FileServes(String engine) throws Exception {
    Identity.InMemory identity = root.identity("EC", wish("dual.example"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "x",
        identity.key(),
        "secret".toCharArray(),
        identity.chain().toArray(new X509Certificate[0]));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, "secret".toCharArray());
    Path file = directory.resolve("server.p12");
    Files.write(file, bytes.toByteArray());
    int port = pair.listen(Tls.overTcp().identity(Identity.pkcs12(file, "secret")), engine);
    assertThat(shown(engine, "dual.example", port)).startsWith("CN=dual.example");
  }

  @Test
  void aKeyThatDoesNotFitItsCertificateIsRefused() throws Exception {
    Identity.PemFiles one = write(root.identity("EC", wish("one.example")), "one");
    Identity.PemFiles two = write(root.identity("EC", wish("two.example")), "two");
    Tls server = Tls.overTcp().identity(Identity.pem(one.chain(), two.key()));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> pair.prepareServer(server, ""))
        .isInstanceOf(LayerFailure.class)
        .hasMessage(
            "identity: the private key does not belong to the first certificate, CN=one.example");
  }

  @Test
  void anEdwardsKeyTakesTheJdkAndSaysWhy() throws Exception {
    Tls server = Tls.overTcp().identity(root.identity("Ed25519", wish("dual.example")));
    assertThat(pair.prepareServer(server, "").engineReason())
        .isEqualTo("BoringSSL: identity: it cannot use a key of kind EdDSA");
    int port = pair.listen(server, "");
    assertThat(shown("JDK", "dual.example", port)).isEqualTo("CN=dual.example EdDSA");
  }
}
