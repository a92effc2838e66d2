package dev.fairlead.testkit.net;

import dev.fairlead.testkit.Link;
import dev.fairlead.testkit.link.Impairment;
import dev.fairlead.testkit.link.Impairment.Openness;
import java.net.InetAddress;
import java.util.List;

/// A link between two interfaces.
public final class Wire implements Medium {
  private final Net net;
  private final Port first;
  private final Port second;
  private final Lane up;
  private final Lane down;

  /// Connects two interfaces.
  public Wire(Net net, Port first, Port second, Link link) {
    this.net = net;
    this.first = first;
    this.second = second;
    this.up = new Lane(net, first + " > " + second, link.up());
    this.down = new Lane(net, second + " > " + first, link.down());
    first.plug(this);
    second.plug(this);
  }

  /// The link as it is now.
  public Link link() {
    return new Link(up.way(), down.way());
  }

  /// From now on it is like this.
  public void become(Link link) {
    up.become(link.up());
    down.become(link.down());
    net.journal().note(toString(), "becomes " + link);
  }

  /// From now on it passes everything, nothing, or swallows everything.
  public void become(Openness openness) {
    boolean before = isUp(first);
    up.become(openness);
    down.become(openness);
    net.journal().note(toString(), "is " + words(openness));
    if (before != isUp(first)) {
      first.linkChanged();
      second.linkChanged();
    }
  }

  static String words(Impairment.Openness openness) {
    return switch (openness) {
      case OPEN -> "up";
      case DOWN -> "down";
      case BLACK_HOLE -> "a black hole";
    };
  }

  @Override
  public List<Port> ports() {
    return List.of(first, second);
  }

  @Override
  public void carry(Port from, Packet packet, InetAddress next) {
    Port to = from == first ? second : first;
    if (!next.isMulticastAddress() && !to.has(next)) {
      Neighbours.missing(net, from, packet, next);
      return;
    }
    (from == first ? up : down).carry(from, packet, to::receive);
  }

  @Override
  public boolean isUp(Port port) {
    return up.openness() != Openness.DOWN;
  }

  @Override
  public int mtu(Port port) {
    return (port == first ? up : down).mtu();
  }

  /// `a/eth0 - b/eth0`.
  @Override
  public String toString() {
    return first + " - " + second;
  }
}
