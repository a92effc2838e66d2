package dev.fairlead.testkit.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Hides the IPv4 addresses inside behind that of one interface (RFC 3022, RFC 4787).
public final class Nat implements Translation {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("0.0.0.0");

  private final Port inside;
  private final Port outside;
  private final Mappings mappings;

  /// Between these two interfaces of a router.
  public Nat(Net net, Port inside, Port outside) {
    this.inside = inside;
    this.outside = outside;
    this.mappings = new Mappings(net);
  }

  /// Forgets who is who: what comes for old mappings is lost, what leaves gets new ones.
  public void rebind() {
    mappings.forget();
  }

  @Override
  public @Nullable Packet inbound(Port at, Packet packet) {
    if (at != outside || !outside.has(packet.to()) || !(packet.to() instanceof Inet4Address)) {
      return packet;
    }
    if (packet.content() instanceof IcmpError error) {
      return inbound(packet, error);
    }
    Mappings.Mapping mapping =
        mappings.coming(packet.content(), packet.destination().getPort(), packet.source());
    return mapping == null ? null : packet.between(packet.source(), mapping.inside());
  }

  private @Nullable Packet inbound(Packet packet, IcmpError error) {
    Packet about = error.about();
    Mappings.Mapping mapping =
        mappings.coming(about.content(), about.source().getPort(), about.destination());
    if (mapping == null) {
      return null;
    }
    Packet original = about.between(mapping.inside(), about.destination());
    return new Packet(
        packet.source(),
        new InetSocketAddress(mapping.inside().getAddress(), 0),
        new IcmpError(error.kind(), error.mtu(), original));
  }

  @Override
  public @Nullable Packet outbound(Port from, Port to, Packet packet) {
    if (from != inside || to != outside || !(packet.to() instanceof Inet4Address)) {
      return packet;
    }
    InetAddress own = outside.facing(IPV4);
    if (own == null || packet.content() instanceof IcmpError) {
      return null;
    }
    Mappings.Mapping mapping =
        mappings.leaving(packet.content(), packet.source(), packet.destination());
    return packet.between(new InetSocketAddress(own, mapping.port()), packet.destination());
  }

  @Override
  public boolean announces(Port port) {
    return port != inside;
  }

  @Override
  public boolean claims(InetAddress address) {
    return false;
  }
}
