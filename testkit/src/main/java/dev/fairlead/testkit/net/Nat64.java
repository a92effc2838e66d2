package dev.fairlead.testkit.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Lets hosts that have IPv6 only reach IPv4 addresses, by `64:ff9b::/96` (RFC 6146).
public final class Nat64 implements Translation {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("0.0.0.0");

  private final Port outside;
  private final Mappings mappings;

  /// @param outside the interface whose IPv4 address is used
  public Nat64(Net net, Port outside) {
    this.outside = outside;
    this.mappings = new Mappings(net);
  }

  /// Forgets who is who.
  public void rebind() {
    mappings.forget();
  }

  @Override
  public @Nullable Packet inbound(Port at, Packet packet) {
    if (Nat64Prefix.has(packet.to())) {
      return leaving(packet);
    }
    if (at == outside && outside.has(packet.to()) && packet.to() instanceof Inet4Address) {
      return packet.content() instanceof IcmpError error ? coming(packet, error) : coming(packet);
    }
    return packet;
  }

  private @Nullable Packet leaving(Packet packet) {
    InetAddress own = outside.facing(IPV4);
    if (own == null || packet.content() instanceof IcmpError) {
      return null;
    }
    InetSocketAddress peer =
        new InetSocketAddress(Nat64Prefix.embedded(packet.to()), packet.destination().getPort());
    Mappings.Mapping mapping = mappings.leaving(packet.content(), packet.source(), peer);
    return packet.between(new InetSocketAddress(own, mapping.port()), peer);
  }

  private @Nullable Packet coming(Packet packet) {
    Mappings.Mapping mapping =
        mappings.coming(packet.content(), packet.destination().getPort(), packet.source());
    return mapping == null ? null : packet.between(mapped(packet.source()), mapping.inside());
  }

  private @Nullable Packet coming(Packet packet, IcmpError error) {
    Packet about = error.about();
    Mappings.Mapping mapping =
        mappings.coming(about.content(), about.source().getPort(), about.destination());
    if (mapping == null) {
      return null;
    }
    Packet original = about.between(mapping.inside(), mapped(about.destination()));
    return new Packet(
        mapped(packet.source()),
        new InetSocketAddress(mapping.inside().getAddress(), 0),
        new IcmpError(error.kind(), error.mtu(), original));
  }

  private static InetSocketAddress mapped(InetSocketAddress ipv4) {
    InetAddress address = Nat64Prefix.of((Inet4Address) ipv4.getAddress());
    return new InetSocketAddress(address, ipv4.getPort());
  }

  @Override
  public Packet outbound(Port from, Port to, Packet packet) {
    return packet;
  }

  @Override
  public boolean announces(Port port) {
    return true;
  }

  @Override
  public boolean claims(InetAddress address) {
    return Nat64Prefix.has(address);
  }
}
