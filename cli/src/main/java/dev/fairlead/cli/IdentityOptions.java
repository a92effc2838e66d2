package dev.fairlead.cli;

import dev.fairlead.Identity;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who we are to a TLS peer.
final class IdentityOptions {
  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Show the certificate chain in this PEM file, our own certificate first.")
  @Nullable Path cert;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The private key of --cert in PEM; by default it is looked for in --cert.")
  @Nullable Path key;

  @Option(
      names = "--p12",
      paramLabel = "FILE",
      description = "Show the certificate in this PKCS#12 file instead.")
  @Nullable Path p12;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The first line of this file opens --p12 or an encrypted --key.")
  @Nullable Path passwordFile;

  /// The identity, if one is given.
  Optional<Identity> identity() {
    String password = passwordFile == null ? "" : InputFile.password(passwordFile);
    if (p12 != null) {
      if (cert != null || key != null) {
        throw new Usage("--p12 holds certificate and key: leave --cert and --key out");
      }
      return Optional.of(Identity.pkcs12(InputFile.readable("--p12", p12), password));
    }
    if (cert == null) {
      if (key != null) {
        throw new Usage("--key needs --cert, the certificate that goes with it");
      }
      return Optional.empty();
    }
    Path chain = InputFile.readable("--cert", cert);
    Path secret = key == null ? chain : InputFile.readable("--key", key);
    return Optional.of(
        password.isEmpty() ? Identity.pem(chain, secret) : Identity.pem(chain, secret, password));
  }

  boolean given() {
    return cert != null || key != null || p12 != null;
  }
}
