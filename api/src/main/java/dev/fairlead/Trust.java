package dev.fairlead;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/// Whom we believe: which certificates end a chain of trust.
///
/// Names are always verified against the endpoint as well, except with [Anyone].
public sealed interface Trust
    permits Trust.SystemRoots, Trust.PemFiles, Trust.Authorities, Trust.Pins, Trust.Anyone {
  /// The authorities that the Java runtime trusts.
  record SystemRoots() implements Trust {}

  /// The authorities in these PEM files, read again when they change, and no others.
  record PemFiles(List<Path> files) implements Trust {
    public PemFiles {
      files = List.copyOf(files);
    }
  }

  /// These authorities and no others.
  record Authorities(List<X509Certificate> certificates) implements Trust {
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }

  /// Besides the usual evaluation by `base`, one certificate of the chain must have one of these
  /// public keys.
  ///
  /// @param sha256 SHA-256 of the subject public key info, Base64 (RFC 7469 §2.4)
  record Pins(Trust base, List<String> sha256) implements Trust {
    public Pins {
      sha256 = List.copyOf(sha256);
    }
  }

  /// Everyone: neither chain nor name is checked. For tests and for looking around; the report says
  /// so.
  record Anyone() implements Trust {}

  /// The authorities that the Java runtime trusts. The default.
  static Trust system() {
    return new SystemRoots();
  }

  /// The authorities in these PEM files.
  static Trust pem(Path... files) {
    return new PemFiles(List.of(files));
  }

  /// These authorities.
  static Trust authorities(X509Certificate... certificates) {
    return new Authorities(List.of(certificates));
  }

  /// The system's authorities, and one of these keys.
  static Trust pinned(String... sha256) {
    return new Pins(system(), List.of(sha256));
  }

  /// Everyone, unverified.
  static Trust anyoneInsecurely() {
    return new Anyone();
  }
}
