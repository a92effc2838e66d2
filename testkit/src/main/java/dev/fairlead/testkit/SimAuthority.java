package dev.fairlead.testkit;

import dev.fairlead.Identity;
import dev.fairlead.Trust;
import dev.fairlead.testkit.x509.Issuer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A certificate authority of a world: identities for its hosts without any files.
///
/// Keys are those of Ed25519, made from the world's seed: worthless anywhere else.
public final class SimAuthority {
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration AFTER = Duration.ofDays(90);

  private final Issuer issuer;
  private final Supplier<Instant> clock;

  SimAuthority(Issuer issuer, Supplier<Instant> clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /// Trust in this authority, and no other.
  public Trust trust() {
    return Trust.authorities(issuer.certificate());
  }

  /// The authority's own certificate.
  public X509Certificate certificate() {
    return issuer.certificate();
  }

  /// A server's identity for the names and addresses that the host has now, good from the day
  /// before the world's today for 90 days after it.
  public Identity identity(SimHost host) {
    List<String> names = new ArrayList<>();
    names.add(host.domainName());
    host.addresses().forEach(it -> names.add(it.getHostAddress()));
    return identity(names.toArray(String[]::new));
  }

  /// A server's identity for these names or addresses, good as above.
  public Identity identity(String... names) {
    Instant now = clock.get();
    return identity(now.minus(BEFORE), now.plus(AFTER), names);
  }

  /// A server's identity that is good during that time only.
  public Identity identity(Instant from, Instant until, String... names) {
    return issue(from, until, false, names);
  }

  /// A client's identity for these names, good as above.
  public Identity clientIdentity(String... names) {
    Instant now = clock.get();
    return issue(now.minus(BEFORE), now.plus(AFTER), true, names);
  }

  private Identity issue(Instant from, Instant until, boolean client, String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("an identity needs a name");
    }
    Issuer.Validity validity = new Issuer.Validity(from, until);
    Issuer.Issued issued = issuer.issue(List.of(names), validity, client);
    return Identity.of(issued.keys().getPrivate(), List.of(issued.certificate()));
  }
}
