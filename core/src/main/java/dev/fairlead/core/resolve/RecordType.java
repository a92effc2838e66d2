package dev.fairlead.core.resolve;

import org.jspecify.annotations.Nullable;

/// The kinds of DNS record that Fairlead asks for or understands, with their number on the wire.
public enum RecordType {
  /// An IPv4 address (RFC 1035).
  A(1),
  /// The server of a zone (RFC 1035).
  NS(2),
  /// Another name for this name (RFC 1035).
  CNAME(5),
  /// The head of a zone; in a negative answer it says how long the absence may be believed.
  SOA(6),
  /// The name of an address (RFC 1035).
  PTR(12),
  /// Mail exchange (RFC 1035).
  MX(15),
  /// Free text (RFC 1035).
  TXT(16),
  /// An IPv6 address (RFC 3596).
  AAAA(28),
  /// Host and port of a service (RFC 2782).
  SRV(33),
  /// Another name for a whole subtree (RFC 6672).
  DNAME(39),
  /// How to reach any service (RFC 9460).
  SVCB(64),
  /// How to reach a service of HTTP (RFC 9460).
  HTTPS(65),
  /// Which authorities may issue certificates for the name (RFC 8659).
  CAA(257);

  private final int number;

  RecordType(int number) {
    this.number = number;
  }

  /// The type with this number, or null when it is none of ours.
  public static @Nullable RecordType ofNumber(int number) {
    for (RecordType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }

  /// The number that stands for this type on the wire.
  public int number() {
    return number;
  }

  /// Whether records of this type are addresses.
  public boolean isAddress() {
    return this == A || this == AAAA;
  }

  /// Whether records of this type describe how to reach a service (RFC 9460).
  public boolean isService() {
    return this == SVCB || this == HTTPS;
  }
}
