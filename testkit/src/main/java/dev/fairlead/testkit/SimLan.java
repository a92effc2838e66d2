package dev.fairlead.testkit;

import dev.fairlead.testkit.link.Impairment.Openness;
import dev.fairlead.testkit.net.Lan;
import dev.fairlead.testkit.net.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A local network: everybody on it reaches everybody else, and hears multicast.
public final class SimLan {
  private final Lan lan;
  private final AddressPlan.Numbering numbering;
  private final Map<Attachable, Port> members = new LinkedHashMap<>();

  SimLan(Lan lan, AddressPlan.Numbering numbering) {
    this.lan = lan;
    this.numbering = numbering;
  }

  /// Its name, for transcripts.
  public String name() {
    return lan.name();
  }

  /// Attaches hosts, routers or interfaces, with an address of each family of this network.
  ///
  /// @return this
  public SimLan join(Attachable... who) {
    for (Attachable each : who) {
      Port port = Attaching.port(each);
      members.put(each, port);
      numbering.number(port);
      lan.join(port);
    }
    return this;
  }

  /// Detaches them; their addresses of this network go too.
  public void leave(Attachable... who) {
    for (Attachable each : who) {
      Port port = port(each);
      members.remove(each);
      numbering.forget(port);
      lan.leave(port);
    }
  }

  /// From now on the way from each to each is like this.
  public void become(Link link) {
    lan.become(link);
  }

  /// From now on nothing passes between these and the others, and nobody sees why: the cables of
  /// these swallow everything, also among themselves.
  public void cutOff(Attachable... who) {
    for (Attachable each : who) {
      lan.become(port(each), Openness.BLACK_HOLE);
    }
  }

  /// Their cables pass everything again.
  public void heal(Attachable... who) {
    for (Attachable each : who) {
      lan.become(port(each), Openness.OPEN);
    }
  }

  /// Who is attached.
  public List<Attachable> members() {
    return List.copyOf(members.keySet());
  }

  private Port port(Attachable who) {
    Port port = members.get(who);
    if (port == null) {
      throw new IllegalArgumentException(who.name() + " is not on " + name());
    }
    return port;
  }

  @Override
  public String toString() {
    return name();
  }
}
