package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.LayerFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;

/// What decides, read from the options' files: whom to believe and whom to be.
record Parts(Attempts attempts, TlsKeys keys, TlsTrust trust) {

  /// Reads it.
  static Parts read(TlsOptions options, Environment environment) throws LayerFailure {
    Attempts attempts = new Attempts();
    TlsKeys keys = keys(options, attempts, environment);
    TlsTrust trust = new TlsTrust(evaluation(options, environment), options, attempts, environment);
    return new Parts(attempts, keys, trust);
  }

  /// The kinds of the keys: `EC`, `RSA`; with a `?` in front when a key cannot be exported.
  List<String> keyAlgorithms() {
    return keys.loaded().stream().map(Parts::algorithm).toList();
  }

  private static String algorithm(HeldIdentity.Loaded one) {
    String algorithm = one.leaf().getPublicKey().getAlgorithm();
    return one.key().getEncoded() == null ? "?" + algorithm : algorithm;
  }

  private static TlsKeys keys(TlsOptions options, Attempts attempts, Environment environment)
      throws LayerFailure {
    try {
      return new TlsKeys(options, attempts, environment);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable("identity: ", e);
    }
  }

  private static Evaluation evaluation(TlsOptions options, Environment environment)
      throws LayerFailure {
    try {
      return new Evaluation(options.trust(), environment);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable("trust: ", e);
    }
  }

  private static LayerFailure unreadable(String option, Exception e) {
    String why =
        e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : Texts.reason(e);
    return new LayerFailure("tls", FailureCause.OPTION, option + why, e);
  }
}
