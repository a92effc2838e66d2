package dev.fairlead.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PEM files (RFC 7468) of certificates and keys.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  private record Block(String label, String body) {
    byte[] bytes() throws GeneralSecurityException {
      // RFC 1421 §4.6.1.1: old encrypted keys tell how in header lines before the content.
      if (body.contains("Proc-Type:")) {
        throw new GeneralSecurityException(
            "keys encrypted in the old OpenSSL format cannot be read; convert with: openssl pkcs8"
                + " -topk8");
      }
      return Base64.getMimeDecoder().decode(body);
    }
  }

  /// All certificates of the file, in its order; at least one.
  static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (Block block : blocks(file)) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(block.bytes());
        found.add((X509Certificate) factory.generateCertificate(bytes));
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in " + file);
    }
    return found;
  }

  /// The first private key of the file.
  static PrivateKey key(Path file, String password) throws IOException, GeneralSecurityException {
    for (Block block : blocks(file)) {
      PrivateKey key =
          switch (block.label()) {
            case "PRIVATE KEY" -> PrivateKeys.pkcs8(block.bytes());
            case "ENCRYPTED PRIVATE KEY" -> PrivateKeys.encrypted(block.bytes(), password);
            case "RSA PRIVATE KEY" -> PrivateKeys.pkcs1(block.bytes());
            case "EC PRIVATE KEY" -> PrivateKeys.sec1(block.bytes());
            // Certificates and curve parameters may stand before the key.
            default -> null;
          };
      if (key != null) {
        return key;
      }
    }
    throw new GeneralSecurityException("no private key in " + file);
  }

  private static List<Block> blocks(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<Block> blocks = new ArrayList<>();
    for (Matcher m = BLOCK.matcher(text); m.find(); ) {
      blocks.add(new Block(m.group(1), m.group(2)));
    }
    return blocks;
  }
}
