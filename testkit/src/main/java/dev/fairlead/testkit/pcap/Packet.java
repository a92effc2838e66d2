package dev.fairlead.testkit.pcap;

import dev.fairlead.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;

/// One packet as it was seen at one interface.
///
/// @param source from where; of the same family as the destination
/// @param destination to where
/// @param content what the IP packet carries
public record Packet(InetSocketAddress source, InetSocketAddress destination, Content content) {
  /// Checks the families.
  public Packet {
    if (source.getAddress() == null
        || destination.getAddress() == null
        || source.getAddress().getClass() != destination.getAddress().getClass()) {
      throw new IllegalArgumentException(
          "a packet goes between two addresses of one family, not "
              + source
              + " and "
              + destination);
    }
  }

  InetAddress from() {
    return source.getAddress();
  }

  InetAddress to() {
    return destination.getAddress();
  }

  /// What an IP packet carries.
  public sealed interface Content {}

  /// A segment of TCP (RFC 9293 §3.1).
  ///
  /// @param flags which bits are set
  /// @param sequence number of the first byte; the lower 32 bits count
  /// @param acknowledgement the next byte expected; the lower 32 bits count
  /// @param window how many bytes the sender takes; unscaled in a SYN, else scaled by
  /// [#WINDOW_SHIFT] in the file
  /// @param maximumSize the largest segment its sender takes, told in a SYN; else 0
  /// @param payload the bytes
  public record Tcp(
      Set<Flag> flags,
      long sequence,
      long acknowledgement,
      int window,
      int maximumSize,
      Bytes payload)
      implements Content {
    /// What every SYN in a file announces as its window scale (RFC 7323 §2).
    public static final int WINDOW_SHIFT = 7;

    /// Takes the flags.
    public Tcp {
      flags = flags.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(flags));
    }

    boolean isSyn() {
      return flags.contains(Flag.SYN);
    }
  }

  /// A bit of TCP's header.
  public enum Flag {
    /// The last one.
    FIN(0x01),
    /// The first one.
    SYN(0x02),
    /// The end at once.
    RST(0x04),
    /// Hand it up.
    PSH(0x08),
    /// The acknowledgement counts.
    ACK(0x10);

    final int bit;

    Flag(int bit) {
      this.bit = bit;
    }
  }

  /// A datagram of UDP (RFC 768).
  ///
  /// @param payload the bytes
  public record Udp(Bytes payload) implements Content {}

  /// An error of ICMP (RFC 792, RFC 4443) about another packet.
  ///
  /// @param kind what is wrong
  /// @param mtu the largest size, where the kind tells one; else 0
  /// @param about the packet that could not be delivered; of the same family
  public record IcmpError(Kind kind, int mtu, Packet about) implements Content {}

  /// What an error of ICMP says, by type and code of both families.
  public enum Kind {
    /// RFC 1191, RFC 8201.
    TOO_BIG(3, 4, 2, 0),
    /// There is no way.
    NO_ROUTE(3, 0, 1, 0),
    /// There is a way, and nobody at its end.
    HOST_UNREACHABLE(3, 1, 1, 3),
    /// Somebody is there, and nobody listens.
    PORT_UNREACHABLE(3, 3, 1, 4);

    final int type4;
    final int code4;
    final int type6;
    final int code6;

    Kind(int type4, int code4, int type6, int code6) {
      this.type4 = type4;
      this.code4 = code4;
      this.type6 = type6;
      this.code6 = code6;
    }
  }
}
