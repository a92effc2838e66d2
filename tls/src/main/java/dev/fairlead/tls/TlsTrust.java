package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Peer;
import dev.fairlead.TlsOptions;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.Environment;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whether the peer is believed: [Evaluation], or the program's own decision. Called by the
/// engines' delegated tasks, so it may block; it waits no longer than the handshake goes on.
final class TlsTrust extends X509ExtendedTrustManager {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");

  private final Evaluation evaluation;
  private final Trust trust;
  private final Optional<Function<Peer, ? extends CompletionStage<Boolean>>> verify;
  private final Optional<String> serverName;
  private final boolean stapling;
  private final Attempts attempts;
  private final Environment environment;

  TlsTrust(Evaluation evaluation, TlsOptions options, Attempts attempts, Environment environment) {
    this.evaluation = evaluation;
    this.trust = options.trust();
    this.verify = options.verify();
    this.stapling = options.stapling();
    this.serverName = options.serverName();
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
    Optional<TlsAttempt> known = attempts.of(engine);
    if (known.isEmpty() && attempts.used()) {
      throw new CertificateException("the handshake is over");
    }
    TlsAttempt attempt = known.orElseGet(() -> foreign(engine.getHandshakeSession()));
    try {
      decide(
          plain(shown),
          attempt,
          stapling && !attempt.server() ? Stapled.in(engine) : Optional.empty());
    } catch (Refusal refusal) {
      throw engine instanceof ReferenceCountedOpenSslEngine ? refusal.forBoringSsl() : refusal;
    }
  }

  /// Whether there is anything to decide about a peer at all.
  boolean decides() {
    return verify.isPresent() || !(trust instanceof Trust.Anyone);
  }

  /// Decides about a peer that showed nothing because its session was resumed, by the chain that it
  /// showed then: dates pass, files change, and the program may have changed its mind. What stands
  /// against the peer is told to `attempt`.
  void again(List<X509Certificate> chain, TlsAttempt attempt) {
    try {
      judge(plain(chain.toArray(new X509Certificate[0])), attempt, Optional.empty());
    } catch (Refusal told) {
      LOG.log(System.Logger.Level.DEBUG, "a resumed session is not believed any more", told);
    } catch (CertificateException e) {
      attempt.refused(
          new Objection(
              FailureCause.CERTIFICATE_REFUSED,
              "the chain of the resumed session cannot be judged: " + Texts.reason(e)));
    }
  }

  private void decide(List<X509Certificate> chain, TlsAttempt attempt, Optional<byte[]> stapled)
      throws CertificateException {
    attempt.peerShowed(chain);
    judge(chain, attempt, stapled);
  }

  private void judge(List<X509Certificate> chain, TlsAttempt attempt, Optional<byte[]> stapled)
      throws CertificateException {
    Optional<Objection> objection = evaluation.of(chain, attempt, stapled);
    if (verify.isPresent()) {
      objection = ask(chain, attempt, objection);
    }
    if (objection.isPresent()) {
      attempt.refused(objection.get());
      throw Refusal.of(objection.get());
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
          Decision.<Boolean>await(
              () -> verify.orElseThrow().apply(peer), attempt, environment.waiter());
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

  // A socket or an engine that a program made itself from our context knows its peer's name.
  private TlsAttempt foreign(@Nullable SSLSession session) {
    String host = session == null ? null : session.getPeerHost();
    int port = session == null ? 0 : Math.max(session.getPeerPort(), 1);
    Optional<String> named = serverName.or(() -> Optional.ofNullable(host));
    Endpoint endpoint = Endpoint.of(named.orElse("unknown"), port);
    return new TlsAttempt(
        endpoint, named.flatMap(name -> PeerName.of(endpoint, Optional.empty())), false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    SSLSession session = socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null;
    decide(plain(chain), foreign(session), Optional.empty());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    decide(plain(chain), foreign(null), Optional.empty());
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("listeners use engines");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("listeners use engines");
  }
}
