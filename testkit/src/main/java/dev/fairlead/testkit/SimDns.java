package dev.fairlead.testkit;

import dev.fairlead.testkit.dns.Zone;
import dev.fairlead.testkit.dns.Zone.Fate;
import dev.fairlead.testkit.dns.Zone.Treatment;
import java.net.InetAddress;
import java.time.Duration;

/// The names that a name server of a world knows, and how it answers. Every host is known by itself
/// (`a.test`) with all its addresses, until records of that name are entered.
///
/// Types are `A`, `AAAA`, `CNAME` and `HTTPS`. An empty name means all names that have no rule of
/// their own. Each method returns this.
public final class SimDns {
  private final Zone zone;

  SimDns(Zone zone) {
    this.zone = zone;
  }

  Zone zone() {
    return zone;
  }

  /// Enters addresses of either family.
  public SimDns address(String name, String... addresses) {
    for (String each : addresses) {
      zone.address(name, InetAddress.ofLiteral(each));
    }
    return this;
  }

  /// Enters addresses of either family.
  public SimDns address(String name, InetAddress... addresses) {
    for (InetAddress each : addresses) {
      zone.address(name, each);
    }
    return this;
  }

  /// Enters another name for `target`.
  public SimDns alias(String name, String target) {
    zone.alias(name, target);
    return this;
  }

  /// Enters an HTTPS record (RFC 9460).
  ///
  /// @param parameters as in zone files: `alpn=h2,h3 port=8443`; may be empty
  public SimDns https(String name, int priority, String target, String parameters) {
    zone.https(name, priority, target, parameters);
    return this;
  }

  /// Takes all records of a name away.
  public SimDns remove(String name) {
    zone.remove(name);
    return this;
  }

  /// How long records may be believed that are entered from now on. By default 30 seconds.
  public SimDns ttl(Duration time) {
    zone.ttl(Math.toIntExact(time.toSeconds()));
    return this;
  }

  /// Answers of this type take so long.
  public SimDns delay(String name, String type, Duration time) {
    zone.treat(name, type, new Treatment(time.toNanos(), Fate.ANSWERED));
    return this;
  }

  /// Questions of this type are answered with SERVFAIL.
  public SimDns fail(String name, String type) {
    return treat(name, type, Fate.FAILED);
  }

  /// Questions of this type are refused.
  public SimDns refuse(String name, String type) {
    return treat(name, type, Fate.REFUSED);
  }

  /// Questions of this type are never answered.
  public SimDns silence(String name, String type) {
    return treat(name, type, Fate.SILENT);
  }

  /// Answers of this type do not fit into a datagram, and have to be asked for over TCP.
  public SimDns truncate(String name, String type) {
    return treat(name, type, Fate.TRUNCATED);
  }

  /// Questions of this type are answered as ever.
  public SimDns answer(String name, String type) {
    return treat(name, type, Fate.ANSWERED);
  }

  private SimDns treat(String name, String type, Fate fate) {
    zone.treat(name, type, new Treatment(0, fate));
    return this;
  }
}
