package dev.fairlead.testkit.net;

import dev.fairlead.testkit.Link;
import dev.fairlead.testkit.link.Impairment.Openness;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A local network: a switch, and a cable from each interface to it. Every interface hears
/// multicast.
public final class Lan implements Medium {
  private final Net net;
  private final String name;
  private final Link link;
  private final Map<Port, Cable> cables = new LinkedHashMap<>();

  private record Cable(Lane in, Lane out) {}

  /// @param link each cable; a packet passes two of them, so half of its delay is on either
  public Lan(Net net, String name, Link link) {
    this.net = net;
    this.name = name;
    this.link = link;
  }

  /// For transcripts.
  public String name() {
    return name;
  }

  /// Connects an interface.
  public void join(Port port) {
    // The whole link is on the way in, so that two cables count as one link.
    Lane in = new Lane(net, port + " > " + name, link.up());
    Lane out = new Lane(net, name + " > " + port, Lane.PERFECT.down());
    cables.put(port, new Cable(in, out));
    port.plug(this);
  }

  /// Disconnects an interface.
  public void leave(Port port) {
    if (cables.remove(port) != null) {
      port.plug(null);
    }
  }

  /// From now on every way from one to another is like this.
  public void become(Link changed) {
    cables.values().forEach(each -> each.in.become(changed.up()));
    net.journal().note(name, "becomes " + changed);
  }

  /// From now on the cable of one interface passes everything, nothing, or swallows everything.
  public void become(Port port, Openness openness) {
    Cable cable = cable(port);
    boolean before = isUp(port);
    cable.in.become(openness);
    cable.out.become(openness);
    net.journal().note(port.toString(), "is " + Wire.words(openness) + " on " + name);
    if (before != isUp(port)) {
      port.linkChanged();
    }
  }

  /// How the ways are now.
  public Link link() {
    List<Cable> all = new ArrayList<>(cables.values());
    return all.isEmpty() ? link : new Link(all.getFirst().in.way(), all.getFirst().in.way());
  }

  private Cable cable(Port port) {
    Cable cable = cables.get(port);
    if (cable == null) {
      throw new IllegalArgumentException(port + " is not on " + name);
    }
    return cable;
  }

  @Override
  public List<Port> ports() {
    return List.copyOf(cables.keySet());
  }

  @Override
  public void carry(Port from, Packet packet, InetAddress next) {
    if (next.isMulticastAddress()) {
      cable(from).in.carry(from, packet, it -> everybody(from, it));
      return;
    }
    for (Port to : cables.keySet()) {
      if (to != from && to.has(next)) {
        cable(from).in.carry(from, packet, it -> bring(from, to, it));
        return;
      }
    }
    Neighbours.missing(net, from, packet, next);
  }

  private void everybody(Port from, Packet packet) {
    for (Port to : List.copyOf(cables.keySet())) {
      if (to != from) {
        bring(from, to, packet);
      }
    }
  }

  private void bring(Port from, Port to, Packet packet) {
    Cable cable = cables.get(to);
    if (cable != null) {
      cable.out.carry(from, packet, to::receive);
    }
  }

  @Override
  public boolean isUp(Port port) {
    Cable cable = cables.get(port);
    return cable != null && cable.in.openness() != Openness.DOWN;
  }

  @Override
  public int mtu(Port port) {
    return cable(port).in.mtu();
  }

  @Override
  public String toString() {
    return name;
  }
}
