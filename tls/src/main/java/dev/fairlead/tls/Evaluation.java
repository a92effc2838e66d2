package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.Environment;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// Decides about a peer's chain as [Trust] says: dates, path (RFC 5280), use, pins, name (RFC
/// 9525). Blocks for as long as files and signatures take.
final class Evaluation {
  private static final String ANY_USE = "2.5.29.37.0";
  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";

  private final Trust trust;
  private final Reloading<Anchors> anchors;
  private final Environment environment;

  /// Reads the anchors.
  Evaluation(Trust trust, Environment environment) throws IOException, GeneralSecurityException {
    this.trust = trust;
    this.environment = environment;
    this.anchors = Anchors.of(trust, environment.ticker());
  }

  /// The authorities, for the hint that a server gives with its question for a certificate.
  X509Certificate[] authorities() {
    return trust instanceof Trust.SystemRoots
        ? new X509Certificate[0]
        : anchors.current().certificates().toArray(new X509Certificate[0]);
  }

  /// Why the chain is not accepted, empty when it is.
  ///
  /// @param stapled the status of the certificate that the peer sent, empty when none was asked for
  ///     or sent
  Optional<Objection> of(
      List<X509Certificate> chain, TlsAttempt attempt, Optional<byte[]> stapled) {
    Trust base = trust instanceof Trust.Pins pins ? pins.base() : trust;
    List<X509Certificate> path = chain;
    if (!(base instanceof Trust.Anyone)) {
      Optional<Objection> untimely = dates(chain.getFirst(), "certificate");
      if (untimely.isPresent()) {
        return untimely;
      }
      List<X509Certificate> built = new ArrayList<>();
      Optional<Objection> untrusted = path(chain, built);
      if (untrusted.isPresent()) {
        return untrusted;
      }
      path = built;
      List<X509Certificate> checked = path;
      Optional<Objection> misused =
          use(chain.getFirst(), attempt).or(() -> status(stapled, checked));
      if (misused.isPresent()) {
        return misused;
      }
    }
    if (trust instanceof Trust.Pins pins && !pinned(path, pins)) {
      return refused("none of the pinned keys is in the chain " + Texts.chain(chain));
    }
    return base instanceof Trust.Anyone ? Optional.empty() : name(chain.getFirst(), attempt);
  }

  private Optional<Objection> dates(X509Certificate one, String what) {
    Instant now = environment.wallClock().instant();
    Instant from = one.getNotBefore().toInstant();
    Instant until = one.getNotAfter().toInstant();
    String clock = "; the clock of this machine says " + Texts.date(now);
    if (now.isAfter(until)) {
      String ago = Texts.amount(Duration.between(until, now));
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_EXPIRED,
              what + " expired " + ago + " ago, on " + Texts.date(until) + clock));
    }
    if (now.isBefore(from)) {
      String later = Texts.amount(Duration.between(now, from));
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_NOT_YET_VALID,
              what + " is valid only in " + later + ", from " + Texts.date(from) + " on" + clock));
    }
    return Optional.empty();
  }

  /// Fills `built` with the path that was found, its anchor last.
  private Optional<Objection> path(List<X509Certificate> chain, List<X509Certificate> built) {
    Anchors now = anchors.current();
    X509Certificate leaf = chain.getFirst();
    if (now.certificates().contains(leaf)) {
      // Who puts the certificate itself among the authorities means this one.
      built.add(leaf);
      return Optional.empty();
    }
    if (now.certificates().isEmpty()) {
      return untrusted("no authority is trusted here at all", chain);
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(now.anchors(), target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      // Revocation is not asked for: it needs the network while the network is being reached.
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(environment.wallClock().instant()));
      PKIXCertPathBuilderResult found =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      found.getCertPath().getCertificates().forEach(one -> built.add((X509Certificate) one));
      built.add(found.getTrustAnchor().getTrustedCert());
      return Optional.empty();
    } catch (CertPathBuilderException e) {
      return explain(chain, now, e);
    } catch (GeneralSecurityException e) {
      return untrusted("the chain cannot be checked: " + e.getMessage(), chain);
    }
  }

  /// Finds the place where the chain breaks.
  private Optional<Objection> explain(
      List<X509Certificate> chain, Anchors now, CertPathBuilderException problem) {
    X509Certificate leaf = chain.getFirst();
    if (selfSigned(leaf)) {
      return untrusted("the certificate is self-signed and not among the trusted", chain);
    }
    for (X509Certificate one : chain.subList(1, chain.size())) {
      Optional<Objection> untimely =
          dates(one, "the intermediate " + Texts.of(one.getSubjectX500Principal()));
      if (untimely.isPresent()) {
        return untimely;
      }
    }
    X509Certificate last = end(chain);
    String issuer = Texts.of(last.getIssuerX500Principal());
    if (selfSigned(last)) {
      return untrusted("root " + issuer + " is not among the trusted", chain);
    }
    if (now.know(last.getIssuerX500Principal())) {
      return untrusted("the path to " + issuer + " is not valid: " + innermost(problem), chain);
    }
    if (last.equals(leaf)) {
      return untrusted(
          "the peer did not send the intermediate "
              + issuer
              + ", or that is a root and not among the trusted",
          chain);
    }
    return untrusted(
        "root "
            + issuer
            + " is not among the trusted (or the peer did not send it as an"
            + " intermediate)",
        chain);
  }

  /// Follows the issuers as far as the sent certificates go.
  private static X509Certificate end(List<X509Certificate> chain) {
    X509Certificate at = chain.getFirst();
    for (int steps = 0; steps < chain.size() && !selfSigned(at); steps++) {
      X509Certificate child = at;
      Optional<X509Certificate> issuer =
          chain.stream()
              .filter(one -> one.getSubjectX500Principal().equals(child.getIssuerX500Principal()))
              .findFirst();
      if (issuer.isEmpty()) {
        return at;
      }
      at = issuer.get();
    }
    return at;
  }

  private static boolean selfSigned(X509Certificate one) {
    return one.getSubjectX500Principal().equals(one.getIssuerX500Principal());
  }

  private static String innermost(Throwable problem) {
    Throwable at = problem;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return Texts.reason(at);
  }

  // RFC 5280 §4.2.1.12: a certificate that lists its uses serves for no other.
  private static Optional<Objection> use(X509Certificate leaf, TlsAttempt attempt) {
    try {
      List<String> uses = leaf.getExtendedKeyUsage();
      String needed = attempt.server() ? CLIENT_USE : SERVER_USE;
      if (uses == null || uses.contains(needed) || uses.contains(ANY_USE)) {
        return Optional.empty();
      }
      return refused(
          "certificate "
              + Texts.of(leaf.getSubjectX500Principal())
              + (attempt.server() ? " may not be used by clients" : " may not be used by servers"));
    } catch (CertificateParsingException e) {
      return refused("certificate cannot be read: " + e.getMessage());
    }
  }

  private Optional<Objection> status(Optional<byte[]> stapled, List<X509Certificate> path) {
    Instant now = environment.wallClock().instant();
    return stapled
        .flatMap(response -> Stapled.objection(response, path, now))
        .map(why -> new Objection(FailureCause.CERTIFICATE_REFUSED, "certificate: " + why));
  }

  private static boolean pinned(List<X509Certificate> path, Trust.Pins pins) {
    return path.stream().anyMatch(one -> pins.sha256().contains(keyHash(one)));
  }

  // RFC 7469 §2.4: the hash of the subject public key info.
  static String keyHash(X509Certificate one) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha256.digest(one.getPublicKey().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  private static Optional<Objection> name(X509Certificate leaf, TlsAttempt attempt) {
    if (attempt.server()) {
      // Clients have no name to prove.
      return Optional.empty();
    }
    if (attempt.name().isEmpty()) {
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_NAME,
              attempt.endpoint() + " has no name that a certificate could hold: set serverName"));
    }
    try {
      CertificateNames held = CertificateNames.of(leaf);
      if (held.hold(attempt.name().get())) {
        return Optional.empty();
      }
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_NAME,
              "certificate is for " + held + ", not " + attempt.name().get().text()));
    } catch (CertificateParsingException e) {
      return refused("the names in the certificate cannot be read: " + e.getMessage());
    }
  }

  private static Optional<Objection> untrusted(String why, List<X509Certificate> chain) {
    return Optional.of(
        new Objection(
            FailureCause.CERTIFICATE_UNTRUSTED,
            "certificate is not trusted: " + why + "; chain: " + Texts.chain(chain)));
  }

  private static Optional<Objection> refused(String why) {
    return Optional.of(new Objection(FailureCause.CERTIFICATE_REFUSED, why));
  }
}
