package dev.fairlead;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who we are to a TLS peer: a certificate chain and its private key.
///
/// Identities that come from files are read again when the files change, so a certificate can be
/// renewed without a restart; a change that cannot be read keeps the old one and is logged. No
/// `toString` shows a key or a password.
public sealed interface Identity permits Identity.PemFiles, Identity.Pkcs12File, Identity.InMemory {
  /// A PEM file with the chain, the leaf first, and one with the key (PKCS#8, PKCS#1 or SEC1).
  ///
  /// @param password of an encrypted PKCS#8 key, empty when it is in the clear
  record PemFiles(Path chain, Path key, String password) implements Identity {
    @Override
    public String toString() {
      return "identity of " + chain;
    }
  }

  /// A PKCS#12 file.
  record Pkcs12File(Path file, String password) implements Identity {
    @Override
    public String toString() {
      return "identity of " + file;
    }
  }

  /// A key and chain that the program holds.
  record InMemory(PrivateKey key, List<X509Certificate> chain) implements Identity {
    public InMemory {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("an identity needs at least its own certificate");
      }
    }

    @Override
    public String toString() {
      return "identity of " + chain.getFirst().getSubjectX500Principal();
    }
  }

  /// From a PEM file with the chain and one with the key in the clear.
  static Identity pem(Path chain, Path key) {
    return new PemFiles(chain, key, "");
  }

  /// From a PEM file with the chain and one with the encrypted key.
  static Identity pem(Path chain, Path key, String password) {
    return new PemFiles(chain, key, password);
  }

  /// From a PKCS#12 file.
  static Identity pkcs12(Path file, String password) {
    return new Pkcs12File(file, password);
  }

  /// From a key and chain in memory, the leaf first.
  static Identity of(PrivateKey key, List<X509Certificate> chain) {
    return new InMemory(key, chain);
  }
}
