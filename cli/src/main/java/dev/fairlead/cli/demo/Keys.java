package dev.fairlead.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates of the demo: an authority and two servers, made when the demo runs by the `keytool`
/// of the running JDK, so that no private key lies in the repository.
///
/// @param store a PKCS#12 file with the authority's certificate, for plain Java to believe
/// @param authority the authority's certificate
/// @param good for the names of the demo
/// @param wrong for another name
record Keys(Path store, X509Certificate authority, Pair good, Pair wrong) {
  static final String PASSWORD = "demo-of-an-hour";
  private static final long KEYTOOL_SECONDS_MAX = 30;

  /// A private key and its chain.
  record Pair(PrivateKey key, List<X509Certificate> chain) {}

  /// Makes them in `folder`, in about two seconds.
  static Keys make(Path folder, String goodName, String wrongName)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path all = folder.resolve("all.p12");
    keytool(all, "-alias", "ca", "-dname", "CN=Demo Authority", "-ext", "bc:c");
    server(all, "good", goodName);
    server(all, "wrong", wrongName);
    KeyStore made = load(all);
    X509Certificate authority = (X509Certificate) made.getCertificate("ca");
    Path store = folder.resolve("trusted.p12");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    try (var out = Files.newOutputStream(store)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return new Keys(store, authority, pair(made, "good"), pair(made, "wrong"));
  }

  private static void server(Path store, String alias, String name)
      throws IOException, InterruptedException {
    keytool(
        store, "-alias", alias, "-signer", "ca", "-dname", "CN=" + name, "-ext", "san=dns:" + name);
  }

  private static void keytool(Path store, String... what) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        new ArrayList<>(
            List.of(tool.toString(), "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    command.addAll(Arrays.asList(what));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("keytool could not make a certificate: " + said.strip());
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static Pair pair(KeyStore store, String alias) throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : store.getCertificateChain(alias)) {
      chain.add((X509Certificate) certificate);
    }
    return new Pair((PrivateKey) store.getKey(alias, PASSWORD.toCharArray()), chain);
  }
}
