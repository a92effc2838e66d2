package dev.fairlead.core.resolve;

import java.util.ArrayList;
import java.util.List;

/// Which full names a name as typed may stand for, in the order in which they are tried.
public record SearchList(List<String> domains, int ndots) {
  public SearchList {
    domains = List.copyOf(domains);
  }

  public static SearchList none() {
    return new SearchList(List.of(), 1);
  }

  public static SearchList of(ResolverConfig config) {
    return new SearchList(config.search(), config.options().ndots());
  }

  /// The candidates, without trailing dots. A name that ends in a dot is its own only candidate;
  /// one with at least `ndots` dots is tried as it is first, any other last (resolv.conf(5)). At
  /// least one, at most `domains` + 1.
  public List<String> candidates(String name) {
    String plain = DomainName.withoutTrailingDot(name);
    boolean special = SpecialName.of(plain).isPresent() || DomainName.isWithin(plain, "arpa");
    if (DomainName.isAbsolute(name) || domains.isEmpty() || special) {
      return List.of(plain);
    }
    List<String> all = new ArrayList<>();
    boolean asItIsFirst = DomainName.dots(plain) >= ndots;
    if (asItIsFirst) {
      all.add(plain);
    }
    for (String domain : domains) {
      String full = plain + "." + domain;
      if (DomainName.isAskable(full)) {
        all.add(full);
      }
    }
    if (!asItIsFirst) {
      all.add(plain);
    }
    return all;
  }
}
