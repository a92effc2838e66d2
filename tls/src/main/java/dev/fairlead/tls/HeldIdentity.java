package dev.fairlead.tls;

import dev.fairlead.Identity;
import dev.fairlead.engine.spi.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One identity as it is now: what its files last held.
final class HeldIdentity {
  private static final AtomicInteger GENERATIONS = new AtomicInteger();

  private final Reloading<Loaded> source;

  /// Reads it for the first time.
  HeldIdentity(Identity identity, Ticker ticker) throws IOException, GeneralSecurityException {
    source = new Reloading<>(filesOf(identity), () -> load(identity), ticker);
  }

  /// A key and its chain, the leaf first.
  ///
  /// @param alias differs from that of every other key that was ever loaded
  record Loaded(String alias, PrivateKey key, List<X509Certificate> chain, CertificateNames names) {
    X509Certificate leaf() {
      return chain.getFirst();
    }

    /// The alias only: keys are never shown.
    @Override
    public String toString() {
      return alias;
    }
  }

  /// As it is now; may read files.
  Loaded current() {
    return source.current();
  }

  private static List<Path> filesOf(Identity identity) {
    return switch (identity) {
      case Identity.PemFiles pem -> List.of(pem.chain(), pem.key());
      case Identity.Pkcs12File store -> List.of(store.file());
      case Identity.InMemory memory -> List.of();
    };
  }

  private static Loaded load(Identity identity) throws IOException, GeneralSecurityException {
    return switch (identity) {
      case Identity.PemFiles pem ->
          loaded(Pem.key(pem.key(), pem.password()), Pem.certificates(pem.chain()));
      case Identity.Pkcs12File store -> pkcs12(store.file(), store.password().toCharArray());
      case Identity.InMemory memory -> loaded(memory.key(), memory.chain());
    };
  }

  private static Loaded pkcs12(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    for (Enumeration<String> aliases = store.aliases(); aliases.hasMoreElements(); ) {
      String alias = aliases.nextElement();
      if (store.getKey(alias, password) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        Certificate[] stored = store.getCertificateChain(alias);
        for (Certificate certificate : stored == null ? new Certificate[0] : stored) {
          chain.add((X509Certificate) certificate);
        }
        return loaded(key, chain);
      }
    }
    throw new GeneralSecurityException("no private key in " + file);
  }

  private static Loaded loaded(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    if (chain.isEmpty()) {
      throw new InvalidKeyException("the private key has no certificate");
    }
    if (!belongs(key, chain.getFirst().getPublicKey())) {
      throw new InvalidKeyException(
          "the private key does not belong to the first certificate, "
              + chain.getFirst().getSubjectX500Principal());
    }
    return new Loaded(
        "identity-" + GENERATIONS.incrementAndGet(),
        key,
        List.copyOf(chain),
        CertificateNames.of(chain.getFirst()));
  }

  // A certificate and a key that are renewed one after the other do not fit for a moment. A key
  // that
  // cannot be exported lives in a device that may ask its user at each use: it is believed.
  private static boolean belongs(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> "";
        };
    if (algorithm.isEmpty() || key.getEncoded() == null) {
      return true;
    }
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    byte[] probe = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(probe);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certified);
    verifier.update(probe);
    return verifier.verify(signature);
  }
}
