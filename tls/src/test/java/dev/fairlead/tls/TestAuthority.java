package dev.fairlead.tls;

import dev.fairlead.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that lives for a test: it signs what a test asks for.
final class TestAuthority {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final AtomicLong SERIALS = new AtomicLong(1000);

  private final KeyPair keys;
  private final X509Certificate certificate;
  private final List<X509Certificate> above;

  private TestAuthority(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
    this.keys = keys;
    this.certificate = certificate;
    this.above = above;
  }

  /// A root.
  static TestAuthority root(String name) {
    KeyPair keys = keys("EC");
    Wish wish = new Wish(name, List.of(), NOW.minus(Duration.ofDays(900)), Duration.ofDays(3000));
    X500Principal self = new X500Principal("CN=" + name);
    return new TestAuthority(keys, sign(wish, keys, self, keys, true), List.of());
  }

  /// An authority below this one.
  TestAuthority intermediate(String name) {
    KeyPair made = keys("EC");
    Wish wish = new Wish(name, List.of(), NOW.minus(Duration.ofDays(900)), Duration.ofDays(3000));
    List<X509Certificate> chain = new ArrayList<>(above);
    X509Certificate signed = sign(wish, made, certificate.getSubjectX500Principal(), keys, true);
    chain.addFirst(signed);
    return new TestAuthority(made, signed, chain);
  }

  X509Certificate certificate() {
    return certificate;
  }

  /// Signs statuses.
  java.security.PrivateKey key() {
    return keys.getPrivate();
  }

  /// Something to be certified.
  record Wish(String subject, List<String> names, Instant from, Duration life) {}

  /// A good identity for these names.
  Identity.InMemory identity(String... names) {
    return identity(
        "EC",
        new Wish(names[0], List.of(names), NOW.minus(Duration.ofDays(30)), Duration.ofDays(90)));
  }

  /// An identity as wished, with the intermediates but not the root.
  Identity.InMemory identity(String algorithm, Wish wish) {
    KeyPair made = keys(algorithm);
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(sign(wish, made, certificate.getSubjectX500Principal(), keys, false));
    chain.addAll(above);
    return new Identity.InMemory(made.getPrivate(), chain);
  }

  /// An identity that vouches for itself.
  static Identity.InMemory selfSigned(String name) {
    KeyPair made = keys("EC");
    Wish wish = new Wish(name, List.of(name), NOW.minus(Duration.ofDays(1)), Duration.ofDays(30));
    return new Identity.InMemory(
        made.getPrivate(), List.of(sign(wish, made, new X500Principal("CN=" + name), made, false)));
  }

  /// Writes the identity as two PEM files.
  static Identity.PemFiles write(Identity.InMemory identity, Path directory, String name)
      throws IOException {
    Path chain = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    Files.writeString(chain, pem(identity.chain()));
    Files.writeString(key, pem("PRIVATE KEY", identity.key().getEncoded()));
    return new Identity.PemFiles(chain, key, "");
  }

  static String pem(List<X509Certificate> chain) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate one : chain) {
        text.append(pem("CERTIFICATE", one.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else if (algorithm.equals("RSA")) {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  // Java's old date type is what the certificate builder takes.
  @SuppressWarnings("JavaUtilDate")
  private static X509Certificate sign(
      Wish wish, KeyPair subject, X500Principal issuer, KeyPair signer, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIALS.incrementAndGet()),
              Date.from(wish.from()),
              Date.from(wish.from().plus(wish.life())),
              new X500Principal("CN=" + wish.subject()),
              subject.getPublic());
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      if (!wish.names().isEmpty()) {
        GeneralName[] names =
            wish.names().stream().map(TestAuthority::name).toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static GeneralName name(String text) {
    try {
      InetAddress literal = InetAddress.ofLiteral(text);
      return new GeneralName(GeneralName.iPAddress, literal.getHostAddress());
    } catch (IllegalArgumentException e) {
      return new GeneralName(GeneralName.dNSName, text);
    }
  }
}
