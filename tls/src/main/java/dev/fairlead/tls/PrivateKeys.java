package dev.fairlead.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Private keys in their usual encodings.
final class PrivateKeys {
  private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "RSASSA-PSS"};
  private static final int PARAMETERS = 0xa0;
  private static final byte[] VERSION_0 = Der.element(Der.INTEGER, new byte[] {0});
  private static final byte[] RSA =
      Der.element(
          Der.SEQUENCE,
          Der.element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex("2a864886f70d010101")),
          Der.element(Der.NULL));
  private static final byte[] EC =
      Der.element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex("2a8648ce3d0201"));

  private PrivateKeys() {}

  /// PKCS#8 (RFC 5958).
  static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    InvalidKeySpecException last = new InvalidKeySpecException("no algorithm knows this key");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        last.addSuppressed(e);
      }
    }
    throw last;
  }

  /// PKCS#8, encrypted with a password.
  static PrivateKey encrypted(byte[] der, String password)
      throws GeneralSecurityException, IOException {
    if (password.isEmpty()) {
      throw new InvalidKeyException("the key is encrypted and no password is given");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // The name of PBES2 (RFC 8018 §6.2) does not tell the ciphers; its parameters' text does.
    String algorithm =
        info.getAlgName().startsWith("PBE") && !info.getAlgName().equals("PBES2")
            ? info.getAlgName()
            : String.valueOf(info.getAlgParameters());
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    try {
      SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
      return pkcs8(info.getKeySpec(cipher).getEncoded());
    } catch (InvalidKeySpecException | InvalidKeyException e) {
      throw new InvalidKeyException("the key cannot be decrypted: is the password right?", e);
    } finally {
      spec.clearPassword();
    }
  }

  /// An RSA key alone (RFC 8017 appendix A.1.2).
  static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
    return pkcs8(Der.element(Der.SEQUENCE, VERSION_0, RSA, Der.element(Der.OCTETS, der)));
  }

  /// An EC key alone (RFC 5915 §3), which must name its curve.
  static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
    Der key = Der.reader(der).enter();
    while (key.more()) {
      if (key.tag() == PARAMETERS) {
        byte[] algorithm = Der.element(Der.SEQUENCE, EC, key.content());
        return pkcs8(Der.element(Der.SEQUENCE, VERSION_0, algorithm, Der.element(Der.OCTETS, der)));
      }
      key.content();
    }
    throw new InvalidKeyException("the EC key does not name its curve");
  }
}
