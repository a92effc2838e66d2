package dev.fairlead.testkit.dns;

import dev.fairlead.testkit.net.Nat64Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Names and their records, and how questions for them are treated.
public final class Zone {
  private static final int ALIASES_MAX = 8;

  private final Function<String, List<InetAddress>> hosts;
  private final Map<String, List<ZoneRecord>> records = new HashMap<>();
  private final Map<String, Treatment> treatments = new HashMap<>();
  private int ttlSeconds = 30;

  /// What happens to a question.
  ///
  /// @param delayNanos how long the answer takes
  /// @param fate what the answer is
  public record Treatment(long delayNanos, Fate fate) {
    static final Treatment USUAL = new Treatment(0, Fate.ANSWERED);
  }

  /// What becomes of a question.
  public enum Fate {
    /// It has its answer.
    ANSWERED,
    /// SERVFAIL.
    FAILED,
    /// REFUSED.
    REFUSED,
    /// Nothing ever.
    SILENT,
    /// Over UDP the answer is cut off, so that it is asked again over TCP.
    TRUNCATED
  }

  /// @param hosts the addresses of hosts that are known by themselves
  public Zone(Function<String, List<InetAddress>> hosts) {
    this.hosts = hosts;
  }

  /// How long records may be believed that are entered from now on, and those of hosts.
  public void ttl(int seconds) {
    ttlSeconds = seconds;
  }

  /// Enters an address.
  public void address(String name, InetAddress address) {
    enter(name, ZoneRecord.address(address, ttlSeconds));
  }

  /// Enters another name for `target`.
  public void alias(String name, String target) {
    enter(name, ZoneRecord.alias(key(target), ttlSeconds));
  }

  /// Enters an HTTPS record.
  public void https(String name, int priority, String target, String parameters) {
    enter(name, ZoneRecord.https(priority, target, parameters, ttlSeconds));
  }

  private void enter(String name, ZoneRecord record) {
    records.computeIfAbsent(key(name), _ -> new ArrayList<>()).add(record);
  }

  /// Takes away all records of a name.
  public void remove(String name) {
    records.remove(key(name));
  }

  /// Treats questions of this type for this name like that.
  ///
  /// @param name empty for all names that have no treatment of their own
  public void treat(String name, String type, Treatment how) {
    treatments.put(key(name) + " " + ZoneRecord.type(type), how);
  }

  Treatment treatment(String name, int type) {
    Treatment own = treatments.get(key(name) + " " + type);
    return own != null ? own : treatments.getOrDefault(" " + type, Treatment.USUAL);
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// What is known.
  ///
  /// @param found with their owners, aliases first
  record Found(List<Owned> found, boolean nameExists) {
    /// For transcripts.
    String words() {
      if (!nameExists) {
        return "NXDOMAIN";
      }
      return found.size() == 1 ? "1 record" : found.size() + " records";
    }
  }

  /// @param owner null for the name that was asked for
  record Owned(@Nullable String owner, ZoneRecord record) {}

  Found find(String name, int type, boolean dns64) {
    List<Owned> found = new ArrayList<>();
    String owner = key(name);
    for (int aliases = 0; aliases < ALIASES_MAX; aliases++) {
      List<ZoneRecord> all = of(owner);
      String shown = owner.equals(key(name)) ? null : owner;
      List<ZoneRecord> wanted = all.stream().filter(it -> it.type() == type).toList();
      if (wanted.isEmpty() && type == ZoneRecord.AAAA && dns64) {
        wanted = synthesized(all);
      }
      wanted.forEach(it -> found.add(new Owned(shown, it)));
      ZoneRecord alias =
          all.stream().filter(it -> it.type() == ZoneRecord.CNAME).findFirst().orElse(null);
      if (!wanted.isEmpty() || alias == null) {
        return new Found(found, !all.isEmpty() || aliases > 0);
      }
      found.add(new Owned(shown, alias));
      owner = alias.target();
    }
    return new Found(found, true);
  }

  private List<ZoneRecord> of(String owner) {
    List<ZoneRecord> all = new ArrayList<>(records.getOrDefault(owner, List.of()));
    if (all.isEmpty()) {
      hosts.apply(owner).forEach(it -> all.add(ZoneRecord.address(it, ttlSeconds)));
    }
    if (owner.equals("ipv4only.arpa")) {
      // RFC 7050 §8.2.
      all.add(ZoneRecord.address(InetAddress.ofLiteral("192.0.0.170"), ttlSeconds));
      all.add(ZoneRecord.address(InetAddress.ofLiteral("192.0.0.171"), ttlSeconds));
    }
    return all;
  }

  /// RFC 6147 §5.1: an IPv6 address for each IPv4 address.
  private static List<ZoneRecord> synthesized(List<ZoneRecord> all) {
    return all.stream()
        .filter(it -> it.type() == ZoneRecord.A)
        .map(it -> ZoneRecord.address(Nat64Prefix.of(ipv4(it)), it.ttlSeconds()))
        .toList();
  }

  private static Inet4Address ipv4(ZoneRecord record) {
    return Nat64Prefix.ipv4(record.bytes());
  }
}
