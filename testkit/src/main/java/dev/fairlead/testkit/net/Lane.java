package dev.fairlead.testkit.net;

import dev.fairlead.testkit.Link;
import dev.fairlead.testkit.LinkDirection;
import dev.fairlead.testkit.link.Drop;
import dev.fairlead.testkit.link.Impairment;
import dev.fairlead.testkit.link.Passage;
import java.util.function.Consumer;

/// One direction of a link at work.
public final class Lane {
  private final Net net;
  private final String name;
  private final Impairment impairment;

  /// @param name whose stream of chance it uses: `a/eth0 > b/eth0`
  Lane(Net net, String name, LinkDirection way) {
    this.net = net;
    this.name = name;
    this.impairment = new Impairment(way, net.seeds().stream("link " + name));
  }

  /// How it treats packets now.
  public LinkDirection way() {
    return impairment.way();
  }

  /// From now on it treats packets like this.
  public void become(LinkDirection way) {
    impairment.become(way);
  }

  /// Whether it passes anything.
  public Impairment.Openness openness() {
    return impairment.openness();
  }

  /// Whether it passes anything from now on.
  public void become(Impairment.Openness openness) {
    impairment.become(openness);
  }

  int mtu() {
    return way().size().silent() ? ETHERNET : way().size().mtu().orElse(ETHERNET);
  }

  /// RFC 894.
  static final int ETHERNET = 1500;

  /// Carries a packet; what arrives, arrives later.
  void carry(Port from, Packet packet, Consumer<Packet> to) {
    switch (impairment.offer(net.now(), packet.size())) {
      case Passage.Dropped(Drop why) -> {
        net.journal().lost(name, packet, why.toString());
        if (why == Drop.TOO_BIG) {
          tooBig(from, packet);
        }
      }
      case Passage.Arrives arrival -> {
        for (int copy = 0; copy < arrival.copies(); copy++) {
          boolean damaged = copy == 0 && arrival.corrupted();
          net.turns().at(arrival.atNanos(), () -> arrive(packet, damaged, to));
        }
      }
    }
  }

  private void arrive(Packet packet, boolean damaged, Consumer<Packet> to) {
    if (impairment.openness() == Impairment.Openness.DOWN) {
      net.journal().lost(name, packet, "link down");
    } else if (damaged) {
      // The checksums of TCP and UDP find every single bit.
      net.journal().lost(name, packet, "corrupted: wrong checksum");
    } else {
      to.accept(packet);
    }
  }

  private void tooBig(Port from, Packet packet) {
    if (!(packet.content() instanceof IcmpError)) {
      from.node().arrived(from, Icmp.tooBig(packet, way().size().mtu().orElse(ETHERNET)));
    }
  }

  /// What a perfect link does.
  static final Link PERFECT = Link.perfect();

  @Override
  public String toString() {
    return name;
  }
}
