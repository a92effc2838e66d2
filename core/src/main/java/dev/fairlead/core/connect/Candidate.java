package dev.fairlead.core.connect;

import dev.fairlead.core.resolve.DnsRecord;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// One thing that an attempt can be made to.
///
/// @param name the name that the address belongs to: that of the endpoint, or the target of a
///     service record; for a literal its text
/// @param address where the attempt goes
/// @param port the port, which a service record may have changed
/// @param route interface, local address and proxies
/// @param alternative which alternative of the stack is meant
/// @param origin where it came from
public record Candidate(
    String name,
    InetAddress address,
    int port,
    Route route,
    Alternative alternative,
    Origin origin) {

  /// Where a candidate came from.
  ///
  /// @param evidence what vouches for the address
  /// @param service the record that led here (its ALPN and ECH hold for the attempt), or null
  /// @param original the IPv4 address for which `address` was made with a NAT64 prefix, or null
  public record Origin(
      Evidence evidence, DnsRecord.@Nullable Service service, @Nullable InetAddress original) {}

  /// What vouches for an address, best first.
  public enum Evidence {
    /// The user gave the address.
    LITERAL,
    /// A fresh answer.
    ANSWER,
    /// An answer whose time to live has passed.
    EXPIRED,
    /// A hint in a service record.
    HINT
  }

  @Override
  public String toString() {
    return Texts.of(address, port)
        + (alternative.index() == 0 ? "" : " alternative " + alternative.index());
  }
}
