package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

class StapledTest {
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final X509Certificate leaf = root.identity("dual.example").chain().getFirst();

  @Test
  void aGoodStatusIsNoObjection() throws Exception {
    assertThat(objection(CertificateStatus.GOOD)).isEmpty();
  }

  @Test
  // Java's old date type is what the status builder takes.
  @SuppressWarnings("JavaUtilDate")
  void aRevokedStatusIsOne() throws Exception {
    assertThat(
            objection(
                new RevokedStatus(Date.from(TestAuthority.NOW.minus(Duration.ofHours(1))), 1)))
        .hasValueSatisfying(why -> assertThat(why).contains("revoked"));
  }

  private java.util.Optional<String> objection(CertificateStatus status) throws Exception {
    byte[] response = response(status);
    return Stapled.objection(response, List.of(leaf, root.certificate()), TestAuthority.NOW);
  }

  @SuppressWarnings("JavaUtilDate")
  private byte[] response(CertificateStatus status) throws Exception {
    DigestCalculator sha1 =
        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    X509CertificateHolder issuer = new JcaX509CertificateHolder(root.certificate());
    BasicOCSPRespBuilder basic =
        new BasicOCSPRespBuilder(
            SubjectPublicKeyInfo.getInstance(root.certificate().getPublicKey().getEncoded()), sha1);
    Date now = Date.from(TestAuthority.NOW);
    basic.addResponse(
        new CertificateID(sha1, issuer, leaf.getSerialNumber()),
        status,
        now,
        Date.from(TestAuthority.NOW.plus(Duration.ofDays(1))));
    return new OCSPRespBuilder()
        .build(
            OCSPResponseStatus.SUCCESSFUL,
            basic.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(root.key()), null, now))
        .getEncoded();
  }
}
