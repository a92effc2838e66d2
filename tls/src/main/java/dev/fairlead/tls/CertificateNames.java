package dev.fairlead.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The names that a certificate is for, and whether a peer's is among them.
///
/// @param dns names, possibly with a wildcard
/// @param addresses literal addresses
record CertificateNames(List<String> dns, List<InetAddress> addresses) {
  private static final int SHOWN = 8;
  private static final Integer DNS_NAME = 2;
  private static final Integer IP_ADDRESS = 7;

  /// The subject alternative names. RFC 9525 §2: the common name is not looked at.
  static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
    List<String> dns = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    for (List<?> entry : all == null ? List.<List<?>>of() : all) {
      String value = String.valueOf(entry.get(1));
      if (DNS_NAME.equals(entry.get(0))) {
        dns.add(value.toLowerCase(Locale.ROOT));
      } else if (IP_ADDRESS.equals(entry.get(0))) {
        addresses.add(InetAddress.ofLiteral(value));
      }
    }
    return new CertificateNames(List.copyOf(dns), List.copyOf(addresses));
  }

  /// Whether the name is one of these.
  boolean hold(PeerName name) {
    InetAddress literal = name.address();
    if (literal != null) {
      return addresses.stream().anyMatch(held -> same(held, literal));
    }
    return holdDns(name.text());
  }

  /// Whether the DNS name, in lower case, is one of these.
  boolean holdDns(String name) {
    return dns.stream().anyMatch(held -> matches(held, name));
  }

  private static boolean same(InetAddress one, InetAddress other) {
    return java.util.Arrays.equals(one.getAddress(), other.getAddress());
  }

  // RFC 9525 §6.3: a wildcard stands for the whole left-most label and for nothing else. A pattern
  // such as *.com would stand for every name of a registry, so two labels must follow.
  private static boolean matches(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.indexOf('*') < 0 && pattern.equals(name);
    }
    String suffix = pattern.substring(1);
    int dot = name.indexOf('.');
    return dot > 0
        && suffix.indexOf('*') < 0
        && suffix.indexOf('.', 1) > 0
        && name.substring(dot).equals(suffix);
  }

  /// `a.example, b.example and 3 more`.
  @Override
  public String toString() {
    List<String> all = new ArrayList<>(dns);
    addresses.forEach(address -> all.add(address.getHostAddress()));
    if (all.isEmpty()) {
      return "no name at all";
    }
    String shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() <= SHOWN ? shown : shown + " and " + (all.size() - SHOWN) + " more";
  }
}
