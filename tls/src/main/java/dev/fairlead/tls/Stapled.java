package dev.fairlead.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;

/// The certificate status that a server sends along (RFC 6066 §8, RFC 6960). One that is sent must
/// be good; none is ever fetched.
final class Stapled {
  private Stapled() {}

  /// The status that came in the handshake under way.
  static Optional<byte[]> in(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine boring) {
      byte[] response = boring.getOcspResponse();
      return response == null || response.length == 0 ? Optional.empty() : Optional.of(response);
    }
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session
        ? session.getStatusResponses().stream().filter(one -> one.length > 0).findFirst()
        : Optional.empty();
  }

  /// Why the status speaks against the certificate, empty when it does not.
  ///
  /// @param path the leaf first, the anchor last
  static Optional<String> objection(byte[] response, List<X509Certificate> path, Instant now) {
    if (path.size() < 2) {
      return Optional.empty();
    }
    try {
      CertPath sent =
          CertificateFactory.getInstance("X.509")
              .generateCertPath(path.subList(0, path.size() - 1));
      CertPathValidator validator = CertPathValidator.getInstance("PKIX");
      PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
      checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
      checker.setOcspResponses(Map.of(path.getFirst(), response));
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.getLast(), null)));
      parameters.addCertPathChecker(checker);
      parameters.setRevocationEnabled(true);
      parameters.setDate(Date.from(now));
      validator.validate(sent, parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of("the status that the peer stapled speaks against it: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return Optional.of("the status that the peer stapled cannot be checked: " + e.getMessage());
    }
  }
}
