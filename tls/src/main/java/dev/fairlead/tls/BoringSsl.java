package dev.fairlead.tls;

import dev.fairlead.Tls;
import dev.fairlead.TlsOptions;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// BoringSSL through netty-tcnative: the fast one.
final class BoringSsl implements TlsEngine {
  private static final Set<String> GROUPS =
      Set.of(
          "x25519",
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "p-256",
          "p-384",
          "p-521",
          "x25519mlkem768");

  @Override
  public String name() {
    return "BoringSSL";
  }

  @Override
  public Optional<String> missing() {
    if (OpenSsl.isAvailable()) {
      return "BoringSSL".equals(OpenSsl.versionString())
          ? Optional.empty()
          : Optional.of("netty-tcnative is there with " + OpenSsl.versionString());
    }
    Throwable cause = OpenSsl.unavailabilityCause();
    String hint =
        BoringSsl.class.getModule().isNamed()
            ? "netty-tcnative-boringssl-static is missing, or its native jar is not named on the"
                + " module path (--add-modules)"
            : "netty-tcnative-boringssl-static for this platform is missing";
    return Optional.of(cause == null ? hint : hint + " (" + Texts.reason(cause) + ")");
  }

  @Override
  public Optional<String> refuses(TlsOptions options, boolean server, List<String> keys) {
    if (options.halfClose() == Tls.HalfClose.REQUIRED) {
      return Optional.of("halfClose(REQUIRED): it stops sending when the peer ends");
    }
    if (options.keyLog().isPresent() && NativeContext.missing().isPresent()) {
      return NativeContext.missing().map(why -> "keyLog: " + why);
    }
    for (String suite : options.cipherSuites()) {
      if (!OpenSsl.isCipherSuiteAvailable(suite)) {
        return Optional.of("cipherSuites: it does not have " + suite);
      }
    }
    for (String group : options.groups()) {
      if (!GROUPS.contains(group.toLowerCase(Locale.ROOT))) {
        return Optional.of("groups: it does not have " + group);
      }
    }
    return keys.stream()
        .filter(key -> !key.equals("RSA") && !key.equals("EC"))
        .findFirst()
        .map(
            key ->
                key.startsWith("?")
                    ? "identity: its private key cannot be exported"
                    : "identity: it cannot use a key of kind " + key);
  }

  @Override
  public Context context(TlsOptions options, boolean server, TlsKeys keys, TlsTrust trust)
      throws SSLException {
    return new BoringSslContext(options, server, keys, trust);
  }

  @Override
  public boolean halfCloses(String version) {
    return version.equals(Versions.TLS_1_3);
  }

  /// Netty's engine answers a close_notify with its own at once.
  @Override
  public boolean sendsAfterPeerEnd(String version) {
    return false;
  }

  @Override
  public Optional<Boolean> resumed(SSLEngine engine) {
    return Optional.of(SSL.isSessionReused(((ReferenceCountedOpenSslEngine) engine).sslPointer()));
  }
}
