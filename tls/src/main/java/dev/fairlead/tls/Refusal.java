package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;

/// An objection as the engines want it: what is inside decides which alert the peer hears.
final class Refusal extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final FailureCause why;

  private Refusal(Objection objection, Reason reason) {
    super(
        objection.text(), new CertPathValidatorException(objection.text(), null, null, -1, reason));
    this.why = objection.cause();
  }

  /// As the engine of the Java runtime understands it.
  static Refusal of(Objection objection) {
    return new Refusal(
        objection,
        switch (objection.cause()) {
          case CERTIFICATE_EXPIRED -> BasicReason.EXPIRED;
          case CERTIFICATE_NOT_YET_VALID -> BasicReason.NOT_YET_VALID;
          case CERTIFICATE_UNTRUSTED -> PKIXReason.NO_TRUST_ANCHOR;
          default -> BasicReason.UNSPECIFIED;
        });
  }

  /// As BoringSSL understands it.
  CertificateException forBoringSsl() {
    int code =
        switch (why) {
          case CERTIFICATE_EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
          case CERTIFICATE_NOT_YET_VALID -> CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID;
          case CERTIFICATE_UNTRUSTED ->
              CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
          default -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
        };
    return new OpenSslCertificateException(getMessage(), this, code);
  }
}
