package dev.fairlead.tls;

import dev.fairlead.Trust;
import dev.fairlead.engine.spi.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/// The certificates in which a chain of trust must end.
///
/// @param certificates themselves
/// @param anchors the same for PKIX
record Anchors(Set<X509Certificate> certificates, Set<TrustAnchor> anchors) {

  private static Anchors of(List<X509Certificate> certificates) {
    return new Anchors(
        Set.copyOf(certificates),
        certificates.stream()
            .map(one -> new TrustAnchor(one, null))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// The anchors of a trust that knows any; pins have those of their base.
  static Reloading<Anchors> of(Trust trust, Ticker ticker)
      throws IOException, GeneralSecurityException {
    return switch (trust) {
      case Trust.SystemRoots roots -> new Reloading<>(List.of(), Anchors::system, ticker);
      case Trust.PemFiles pem -> new Reloading<>(pem.files(), () -> pem(pem.files()), ticker);
      case Trust.Authorities given ->
          new Reloading<>(List.of(), () -> of(given.certificates()), ticker);
      case Trust.Pins pins -> of(pins.base(), ticker);
      case Trust.Anyone anyone -> new Reloading<>(List.of(), () -> of(List.of()), ticker);
    };
  }

  private static Anchors pem(List<Path> files) throws IOException, GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(Pem.certificates(file));
    }
    return of(all);
  }

  private static Anchors system() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> all = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        all.addAll(List.of(known.getAcceptedIssuers()));
      }
    }
    return of(all);
  }

  /// Whether an authority of this name is among them.
  boolean know(X500Principal name) {
    return certificates.stream().anyMatch(one -> one.getSubjectX500Principal().equals(name));
  }
}
