package dev.fairlead.whole;

import dev.fairlead.Identity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A test authority and what it signs.
final class Certificates {
  private static final Duration DAY = Duration.ofDays(1);

  private final KeyPair keys = keyPair();
  private final X500Principal name = new X500Principal("CN=Test Authority");

  /// The authority's own certificate.
  final X509Certificate authority = sign(name, keys, null);

  /// An identity for `host`.
  Identity identity(String host) {
    KeyPair leaf = keyPair();
    X509Certificate certificate = sign(new X500Principal("CN=" + host), leaf, host);
    return Identity.of(leaf.getPrivate(), List.of(certificate));
  }

  private X509Certificate sign(
      X500Principal subject, KeyPair subjectKeys, @org.jspecify.annotations.Nullable String host) {
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(DAY)),
              Date.from(now.plus(DAY)),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
      if (host != null) {
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
