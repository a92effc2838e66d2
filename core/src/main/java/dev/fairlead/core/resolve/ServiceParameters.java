package dev.fairlead.core.resolve;

import dev.fairlead.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a ServiceMode record says about its endpoint (RFC 9460 §7).
///
/// @param alpn the protocols it speaks beside the default one, as text
/// @param noDefaultAlpn whether the default protocol of the scheme is *not* spoken
/// @param port the port, or null for the port of the origin
/// @param hints addresses of both families that may be used until A and AAAA are here
/// @param ech the encrypted-client-hello configuration list in base64, as zone files write it
/// @param mandatory the keys that a client must understand to use the record, as numbers
public record ServiceParameters(
    List<String> alpn,
    boolean noDefaultAlpn,
    @Nullable Integer port,
    List<InetAddress> hints,
    @Nullable String ech,
    List<Integer> mandatory) {

  /// A record that says nothing beyond its target.
  public static final ServiceParameters NONE =
      new ServiceParameters(List.of(), false, null, List.of(), null, List.of());

  /// RFC 9460 §14.3.2: mandatory, alpn, no-default-alpn, port, ipv4hint, ech, ipv6hint.
  private static final int LAST_KNOWN_KEY = 6;

  private static final List<String> KEY_NAMES =
      List.of("mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint");

  /// Copies the lists.
  public ServiceParameters {
    alpn = List.copyOf(alpn);
    hints = List.copyOf(hints);
    mandatory = List.copyOf(mandatory);
  }

  /// The parameters in the order of their numbers, as zone files write them (RFC 9460 §2.1).
  public String text() {
    List<String> words = new ArrayList<>();
    if (!mandatory.isEmpty()) {
      words.add("mandatory=" + join(mandatory.stream().map(ServiceParameters::keyName)));
    }
    if (!alpn.isEmpty()) {
      words.add("alpn=" + join(alpn.stream()));
    }
    if (noDefaultAlpn) {
      words.add("no-default-alpn");
    }
    if (port != null) {
      words.add("port=" + port);
    }
    if (hints.stream().anyMatch(Inet4Address.class::isInstance)) {
      words.add("ipv4hint=" + hintText(true));
    }
    if (ech != null) {
      words.add("ech=" + ech);
    }
    if (!hints.stream().allMatch(Inet4Address.class::isInstance)) {
      words.add("ipv6hint=" + hintText(false));
    }
    return String.join(" ", words);
  }

  private String hintText(boolean ipv4) {
    return join(
        hints.stream().filter(hint -> hint instanceof Inet4Address == ipv4).map(Endpoint::text));
  }

  private static String join(Stream<String> words) {
    return words.collect(Collectors.joining(","));
  }

  private static String keyName(int key) {
    return key >= 0 && key < KEY_NAMES.size() ? KEY_NAMES.get(key) : "key" + key;
  }

  /// Whether each mandatory key is one that we understand.
  public boolean isUnderstood() {
    return mandatory.stream().allMatch(key -> key >= 0 && key <= LAST_KNOWN_KEY);
  }

  /// The same with these protocols.
  public ServiceParameters withAlpn(String... protocols) {
    return new ServiceParameters(List.of(protocols), noDefaultAlpn, port, hints, ech, mandatory);
  }

  /// The same with the default protocol of the scheme excluded.
  public ServiceParameters withNoDefaultAlpn() {
    return new ServiceParameters(alpn, true, port, hints, ech, mandatory);
  }

  /// The same with this port.
  public ServiceParameters withPort(int newPort) {
    return new ServiceParameters(alpn, noDefaultAlpn, newPort, hints, ech, mandatory);
  }

  /// The same with these address hints.
  public ServiceParameters withHints(List<InetAddress> addresses) {
    return new ServiceParameters(alpn, noDefaultAlpn, port, addresses, ech, mandatory);
  }

  /// The same with this encrypted-client-hello configuration, in base64.
  public ServiceParameters withEch(String base64) {
    return new ServiceParameters(alpn, noDefaultAlpn, port, hints, base64, mandatory);
  }

  /// The same with these mandatory keys.
  public ServiceParameters withMandatory(Integer... keys) {
    return new ServiceParameters(alpn, noDefaultAlpn, port, hints, ech, List.of(keys));
  }
}
