package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.Peer;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Environment;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whether the peer is believed: [Evaluation], or the program's own decision. Called by the
/// engines' delegated tasks, so it may block; it waits no longer than the handshake goes on.
final class TlsTrust extends X509ExtendedTrustManager {
  private final Evaluation evaluation;
  private final Optional<Function<Peer, ? extends CompletionStage<Boolean>>> verify;
  private final Attempts attempts;
  private final Environment environment;

  TlsTrust(Evaluation evaluation, TlsOptions options, Attempts attempts, Environment environment) {
    this.evaluation = evaluation;
    this.verify = options.verify();
    this.attempts = attempts;
    this.environment = environment;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  private void check(X509Certificate[] shown, SSLEngine engine) throws CertificateException {
    TlsAttempt attempt =
        attempts.of(engine).orElseThrow(() -> new CertificateException("the handshake is over"));
    decide(plain(shown), attempt);
  }

  /// Decides about a chain.
  void decide(List<X509Certificate> chain, TlsAttempt attempt) throws CertificateException {
    attempt.peerShowed(chain);
    Optional<Objection> objection = evaluation.of(chain, attempt);
    if (verify.isPresent()) {
      objection = ask(chain, attempt, objection);
    }
    if (objection.isPresent()) {
      attempt.refused(objection.get());
      throw thrown(objection.get());
    }
  }

  private Optional<Objection> ask(
      List<X509Certificate> chain, TlsAttempt attempt, Optional<Objection> objection)
      throws CertificateException {
    Peer peer =
        new Peer(
            attempt.endpoint(),
            attempt.name().flatMap(PeerName::indicated),
            chain,
            objection.map(Objection::text));
    try {
      Boolean accepted =
          Decision.<Boolean>await(verify.orElseThrow().apply(peer), attempt, environment.waiter());
      if (Boolean.TRUE.equals(accepted)) {
        return Optional.empty();
      }
      String also = objection.map(one -> " (" + one.text() + ")").orElse("");
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_REFUSED,
              "the program's own verification refused " + Texts.chain(chain) + also));
    } catch (CompletionException e) {
      return Optional.of(
          new Objection(
              FailureCause.CERTIFICATE_REFUSED,
              "the program's own verification failed: " + Texts.reason(e)));
    } catch (Decision.GivenUp e) {
      throw new CertificateException(e);
    }
  }

  // The types decide which alert the engines send.
  private static CertificateException thrown(Objection why) {
    return switch (why.cause()) {
      case CERTIFICATE_EXPIRED -> new CertificateExpiredException(why.text());
      case CERTIFICATE_NOT_YET_VALID -> new CertificateNotYetValidException(why.text());
      default -> new CertificateException(why.text());
    };
  }

  // BoringSSL's are wrappers that parse anew at each call.
  private static List<X509Certificate> plain(X509Certificate[] shown) throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (X509Certificate one : shown) {
      chain.add(
          one.getClass().getName().startsWith("io.netty.")
              ? (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(one.getEncoded()))
              : one);
    }
    return chain;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return evaluation.authorities();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are known here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are known here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are known here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are known here");
  }
}
