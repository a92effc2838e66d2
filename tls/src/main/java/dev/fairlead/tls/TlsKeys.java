package dev.fairlead.tls;

import dev.fairlead.Identity;
import dev.fairlead.Peer;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.tls.HeldIdentity.Loaded;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Which identity is shown: the one whose name was asked for, the one that the program chooses on
/// demand, or the first. Called by the engines' delegated tasks, so it may block.
final class TlsKeys extends X509ExtendedKeyManager {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");

  /// Keys that connections may still be using though their files changed, and keys on demand.
  private static final int REMEMBERED = 64;

  private final List<HeldIdentity> identities = new ArrayList<>();
  private final Optional<Function<Peer, ? extends CompletionStage<@Nullable Identity>>> onDemand;
  private final Attempts attempts;
  private final Environment environment;
  private final Map<Identity, HeldIdentity> demanded = new ConcurrentHashMap<>();
  private final Map<String, Loaded> byAlias = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<String> aliases = new ConcurrentLinkedDeque<>();

  /// Reads all identities.
  TlsKeys(TlsOptions options, Attempts attempts, Environment environment)
      throws IOException, GeneralSecurityException {
    this.attempts = attempts;
    this.environment = environment;
    this.onDemand = options.identityOnDemand();
    for (Identity identity : options.identities()) {
      identities.add(new HeldIdentity(identity, environment.ticker()));
    }
  }

  /// Chance for the runtime's own engine, null for its own choice: that of the environment, where
  /// it
  /// is good enough for keys.
  @Nullable SecureRandom random() {
    return environment.random() instanceof SecureRandom secure ? secure : null;
  }

  /// The identities as they are now.
  List<Loaded> loaded() {
    return identities.stream().map(HeldIdentity::current).toList();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    attempts.of(engine).ifPresent(TlsAttempt::showedCertificate);
    return server(keyType, requestedName(engine.getHandshakeSession()));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return server(
        keyType,
        socket instanceof SSLSocket secure ? requestedName(secure.getHandshakeSession()) : "");
  }

  private @Nullable String server(String keyType, String name) {
    List<Loaded> all = loaded();
    if (all.isEmpty()) {
      return null;
    }
    List<Loaded> named = all.stream().filter(one -> one.names().holdDns(name)).toList();
    if (named.isEmpty()) {
      // The first, or its twin with the same name and another kind of key.
      named = all.stream().filter(one -> twins(one, all.getFirst())).toList();
    }
    return named.stream()
        .filter(one -> fits(one, keyType))
        .findFirst()
        .map(this::remember)
        .orElse(null);
  }

  private static boolean twins(Loaded one, Loaded first) {
    return one.alias().equals(first.alias())
        || one.names().dns().stream().anyMatch(first.names().dns()::contains);
  }

  private static String requestedName(@Nullable Object session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(java.util.Locale.ROOT);
        }
      }
    }
    return "";
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    Optional<TlsAttempt> attempt = attempts.of(engine);
    if (attempt.isEmpty()) {
      return null;
    }
    attempt.get().askedForCertificate();
    List<Loaded> candidates = onDemand.isPresent() ? demand(attempt.get()) : loaded();
    String alias = client(candidates, keyTypes, issuers);
    if (alias != null) {
      attempt.get().showedCertificate();
    }
    return alias;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return client(loaded(), keyTypes, issuers);
  }

  // A server's list of authorities is a hint: an identity that none of them signed is still better
  // than none.
  private @Nullable String client(
      List<Loaded> candidates, String @Nullable [] keyTypes, Principal @Nullable [] issuers) {
    List<Loaded> fitting = candidates.stream().filter(one -> fitsAny(one, keyTypes)).toList();
    return fitting.stream()
        .filter(one -> signedByAny(one, issuers))
        .findFirst()
        .or(() -> fitting.stream().findFirst())
        .map(this::remember)
        .orElse(null);
  }

  private List<Loaded> demand(TlsAttempt attempt) {
    Peer peer =
        new Peer(
            attempt.endpoint(),
            attempt.name().flatMap(PeerName::indicated),
            attempt.peerChain(),
            Optional.empty());
    try {
      Identity chosen =
          Decision.<@Nullable Identity>await(
              () -> onDemand.orElseThrow().apply(peer), attempt, environment.waiter());
      if (chosen == null) {
        return List.of();
      }
      HeldIdentity held = demanded.get(chosen);
      if (held == null) {
        held = new HeldIdentity(chosen, environment.ticker());
        if (demanded.size() >= REMEMBERED) {
          demanded.clear();
        }
        demanded.put(chosen, held);
      }
      return List.of(held.current());
    } catch (Decision.GivenUp e) {
      // The attempt has ended; what this thread answers changes nothing.
      return List.of();
    } catch (IOException | GeneralSecurityException | CompletionException e) {
      attempt.refused(
          new Objection(
              dev.fairlead.FailureCause.CLIENT_CERTIFICATE,
              "the identity chosen on demand cannot be used: " + Texts.reason(e)));
      LOG.log(System.Logger.Level.DEBUG, "no identity on demand", e);
      return List.of();
    }
  }

  private static boolean fitsAny(Loaded one, String @Nullable [] keyTypes) {
    if (keyTypes == null) {
      return true;
    }
    for (String keyType : keyTypes) {
      if (fits(one, keyType)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Loaded one, String keyType) {
    // EC_RSA and the like name the signature of the certificate after the kind of its key.
    int underscore = keyType.indexOf('_');
    String kind = underscore < 0 ? keyType : keyType.substring(0, underscore);
    return kind.equals(one.leaf().getPublicKey().getAlgorithm());
  }

  private static boolean signedByAny(Loaded one, Principal @Nullable [] issuers) {
    if (issuers == null || issuers.length == 0) {
      return true;
    }
    for (Principal issuer : issuers) {
      for (X509Certificate certificate : one.chain()) {
        if (certificate.getIssuerX500Principal().equals(issuer)) {
          return true;
        }
      }
    }
    return false;
  }

  private String remember(Loaded one) {
    if (byAlias.putIfAbsent(one.alias(), one) == null) {
      aliases.addLast(one.alias());
      if (byAlias.size() > REMEMBERED) {
        String oldest = aliases.pollFirst();
        if (oldest != null) {
          byAlias.remove(oldest);
        }
      }
    }
    return one.alias();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Loaded one = byAlias.get(alias);
    return one == null ? null : one.chain().toArray(new X509Certificate[0]);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Loaded one = byAlias.get(alias);
    return one == null ? null : one.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return getServerAliases(keyType, issuers);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return loaded().stream()
        .filter(one -> fits(one, keyType))
        .map(this::remember)
        .toArray(String[]::new);
  }
}
