package dev.fairlead.testkit.net;

import dev.fairlead.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An IP packet.
///
/// @param source from where; the port is that of the content's protocol
/// @param destination to where
/// @param hops how many routers it may still pass
/// @param content what it carries
public record Packet(
    InetSocketAddress source, InetSocketAddress destination, int hops, Content content) {
  /// RFC 1700: what most systems begin with.
  public static final int HOPS = 64;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  /// A packet at its beginning.
  public Packet(InetSocketAddress source, InetSocketAddress destination, Content content) {
    this(source, destination, HOPS, content);
  }

  /// The address of the sender.
  public InetAddress from() {
    return source.getAddress();
  }

  /// The address of the receiver.
  public InetAddress to() {
    return destination.getAddress();
  }

  /// Bytes on the wire, with the IP header.
  public int size() {
    return headerSize(to()) + content.size();
  }

  /// Bytes of an IP header without options.
  public static int headerSize(InetAddress address) {
    return address instanceof Inet4Address ? IPV4_HEADER : IPV6_HEADER;
  }

  /// The same after a router.
  public Packet hopped() {
    return new Packet(source, destination, hops - 1, content);
  }

  /// The same between others: what a NAT makes of it.
  public Packet between(InetSocketAddress newSource, InetSocketAddress newDestination) {
    return new Packet(newSource, newDestination, hops, content);
  }

  /// A packet back to its sender.
  public Packet answeredBy(Content answer) {
    InetSocketAddress back = source;
    return new Packet(destination, back, answer);
  }

  @Override
  public String toString() {
    return Endpoint.of(source) + " > " + Endpoint.of(destination) + " " + content;
  }
}
