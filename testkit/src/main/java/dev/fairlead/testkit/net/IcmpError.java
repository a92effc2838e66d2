package dev.fairlead.testkit.net;

/// An error of ICMP (RFC 792, RFC 4443) about another packet.
///
/// @param kind what is wrong
/// @param mtu the largest size that would pass, for [Kind#TOO_BIG]; else 0
/// @param about the packet that could not be delivered
public record IcmpError(Kind kind, int mtu, Packet about) implements Content {
  private static final int HEADER = 8;
  private static final int QUOTED = 8;

  /// What is wrong.
  public enum Kind {
    /// RFC 1191, RFC 8201: it is larger than the next link carries.
    TOO_BIG("too big"),
    /// No route leads to the network.
    NO_ROUTE("no route to the network"),
    /// The network is there, and nobody with that address.
    HOST_UNREACHABLE("no route to the host"),
    /// The host is there, and nobody listens on that port.
    PORT_UNREACHABLE("port unreachable");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  @Override
  public int size() {
    return HEADER + Packet.headerSize(about.to()) + QUOTED;
  }

  @Override
  public String toString() {
    return "icmp " + kind + (mtu > 0 ? " mtu " + mtu : "") + " (" + about + ")";
  }
}
