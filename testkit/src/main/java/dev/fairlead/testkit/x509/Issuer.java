package dev.fairlead.testkit.x509;

import static dev.fairlead.testkit.x509.DerText.bits;
import static dev.fairlead.testkit.x509.DerText.integer;
import static dev.fairlead.testkit.x509.DerText.octets;
import static dev.fairlead.testkit.x509.DerText.oid;
import static dev.fairlead.testkit.x509.DerText.sequence;
import static dev.fairlead.testkit.x509.DerText.tagged;
import static dev.fairlead.testkit.x509.DerText.time;
import static dev.fairlead.testkit.x509.DerText.truth;
import static dev.fairlead.testkit.x509.DerText.utf8;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A certificate authority for tests (RFC 5280), with keys of Ed25519 (RFC 8410): their signatures
/// are always 64 bytes and follow from key and content, so that handshakes have the same size on
/// every run.
public final class Issuer {
  private static final byte[] ED25519 = sequence(oid("1.3.101.112"));
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final SecureRandom random;
  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private long serial = 1;

  /// How long a certificate is good.
  public record Validity(Instant from, Instant until) {}

  /// A certificate with its key.
  public record Issued(KeyPair keys, X509Certificate certificate) {}

  /// A new authority.
  ///
  /// @param random where its keys come from, and those that it makes for others
  public Issuer(String name, Validity validity, SecureRandom random) {
    this.random = random;
    this.name = name;
    this.keys = newKeys();
    byte[] basic = extension("2.5.29.19", true, sequence(truth()));
    byte[] usage = extension("2.5.29.15", true, bits(1, new byte[] {0x06}));
    this.certificate = sign(name, keys, validity, List.of(basic, usage));
  }

  /// Its own certificate, signed by itself.
  public X509Certificate certificate() {
    return certificate;
  }

  /// A new key, and a certificate for these names and addresses.
  ///
  /// @param client whether it is for a client and not for a server
  public Issued issue(List<String> names, Validity validity, boolean client) {
    KeyPair made = newKeys();
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(extension("2.5.29.15", true, bits(7, new byte[] {(byte) 0x80})));
    String use = client ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1";
    extensions.add(extension("2.5.29.37", false, sequence(oid(use))));
    byte[][] alternatives = names.stream().map(Issuer::alternative).toArray(byte[][]::new);
    extensions.add(extension("2.5.29.17", false, sequence(alternatives)));
    return new Issued(made, sign(names.getFirst(), made, validity, extensions));
  }

  private static byte[] alternative(String name) {
    return ADDRESS.matcher(name).matches()
        ? tagged(0x87, InetAddress.ofLiteral(name).getAddress())
        : tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has Ed25519", e);
    }
  }

  private static byte[] extension(String id, boolean critical, byte[] content) {
    return critical
        ? sequence(oid(id), truth(), octets(content))
        : sequence(oid(id), octets(content));
  }

  private static byte[] distinguished(String commonName) {
    return sequence(tagged(0x31, sequence(oid("2.5.4.3"), utf8(commonName))));
  }

  private X509Certificate sign(
      String subject, KeyPair its, Validity validity, List<byte[]> extensions) {
    byte[] content =
        sequence(
            tagged(0xa0, integer(2)),
            integer(serial++),
            ED25519,
            distinguished(name),
            sequence(time(validity.from()), time(validity.until())),
            distinguished(subject),
            its.getPublic().getEncoded(),
            tagged(0xa3, sequence(extensions.toArray(byte[][]::new))));
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] signed = sequence(content, ED25519, bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the Java runtime does not read what RFC 5280 says", e);
    }
  }
}
