package dev.fairlead;

import java.util.Objects;
import java.util.OptionalInt;

/// Options of the Internet protocol, for the stream or datagram layer that stands on it.
///
/// What the platform cannot do is listed in the report as approximated or not applied.
///
/// @param version which family to use; also decides which addresses are looked up
/// @param hopLimit hops that a packet may make, empty for the system's default
/// @param minimumMtu whether to send packets of at most 1280 bytes (IPv6 only)
/// @param dontFragment whether packets must not be fragmented on the way
/// @param localAddress which of several own addresses to prefer (RFC 6724 §5 rule 7)
/// @param serviceClass how urgent the traffic is
public record Ip(
    Version version,
    OptionalInt hopLimit,
    boolean minimumMtu,
    boolean dontFragment,
    LocalAddress localAddress,
    ServiceClass serviceClass) {
  /// Which family.
  public enum Version {
    /// Both are raced. The default.
    ANY,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6
  }

  /// Which of several own IPv6 addresses.
  public enum LocalAddress {
    /// As the system is set up. The default.
    SYSTEM,
    /// One that changes, for privacy (RFC 8981).
    TEMPORARY,
    /// One that stays.
    STABLE
  }

  private static final Ip DEFAULTS =
      new Ip(
          Version.ANY,
          OptionalInt.empty(),
          false,
          false,
          LocalAddress.SYSTEM,
          ServiceClass.BEST_EFFORT);

  public Ip {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(localAddress, "localAddress");
    Objects.requireNonNull(serviceClass, "serviceClass");
    if (hopLimit.isPresent() && (hopLimit.getAsInt() < 1 || hopLimit.getAsInt() > 255)) {
      throw new IllegalArgumentException("the hop limit is between 1 and 255");
    }
  }

  /// Both families, everything else as the system has it.
  public static Ip defaults() {
    return DEFAULTS;
  }

  /// Only this family, or both.
  public Ip version(Version version) {
    return new Ip(version, hopLimit, minimumMtu, dontFragment, localAddress, serviceClass);
  }

  /// Packets may make this many hops, 1 to 255.
  public Ip hopLimit(int hops) {
    return new Ip(
        version, OptionalInt.of(hops), minimumMtu, dontFragment, localAddress, serviceClass);
  }

  /// Packets of at most 1280 bytes, or as large as the path takes.
  public Ip minimumMtu(boolean on) {
    return new Ip(version, hopLimit, on, dontFragment, localAddress, serviceClass);
  }

  /// Packets are never fragmented, or as the system decides.
  public Ip dontFragment(boolean on) {
    return new Ip(version, hopLimit, minimumMtu, on, localAddress, serviceClass);
  }

  /// Which of several own addresses to prefer.
  public Ip localAddress(LocalAddress preference) {
    return new Ip(version, hopLimit, minimumMtu, dontFragment, preference, serviceClass);
  }

  /// How urgent the traffic is.
  public Ip serviceClass(ServiceClass wish) {
    return new Ip(version, hopLimit, minimumMtu, dontFragment, localAddress, wish);
  }
}
