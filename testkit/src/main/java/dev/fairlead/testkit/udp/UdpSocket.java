package dev.fairlead.testkit.udp;

import dev.fairlead.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A socket of UDP. On the world's loop.
public final class UdpSocket {
  private final UdpStack stack;
  private final UdpUser user;
  private InetSocketAddress local;
  private @Nullable InetSocketAddress remote;
  private final boolean shares;
  private final Set<Membership> memberships = new LinkedHashSet<>();
  private boolean hearsItself = true;

  /// @param interfaceName empty for all
  record Membership(InetAddress group, String interfaceName) {}

  UdpSocket(UdpStack stack, InetSocketAddress local, boolean shares, UdpUser user) {
    this.stack = stack;
    this.local = local;
    this.shares = shares;
    this.user = user;
  }

  /// Where it is bound.
  public InetSocketAddress local() {
    return local;
  }

  boolean shares() {
    return shares;
  }

  UdpUser user() {
    return user;
  }

  /// The one peer, null when it hears everybody.
  public @Nullable InetSocketAddress peer() {
    return remote;
  }

  Set<Membership> memberships() {
    return memberships;
  }

  boolean hearsItself() {
    return hearsItself;
  }

  /// Whether multicast that it sends comes back to it.
  public void hearItself(boolean on) {
    hearsItself = on;
  }

  /// From now on it sends to and hears from one peer only; null for everybody.
  public void connect(@Nullable InetSocketAddress peer) throws IOException {
    remote = peer;
    if (peer != null && local.getAddress().isAnyLocalAddress()) {
      local = new InetSocketAddress(stack.source(peer.getAddress()), local.getPort());
    }
  }

  /// Hears what is sent to the group.
  ///
  /// @param interfaceName where, empty for everywhere
  public void join(InetAddress group, String interfaceName) {
    memberships.add(new Membership(group, interfaceName));
  }

  /// Hears it no longer.
  public void leave(InetAddress group, String interfaceName) {
    memberships.remove(new Membership(group, interfaceName));
  }

  /// Sends a datagram.
  ///
  /// @param by the interface that it must leave by, null for any
  /// @throws IOException when it cannot leave: no way, or too large
  public void send(InetSocketAddress to, Bytes bytes, @Nullable String by) throws IOException {
    stack.send(this, to, bytes, by);
  }

  /// Gives the port back.
  public void close() {
    stack.closed(this);
  }
}
