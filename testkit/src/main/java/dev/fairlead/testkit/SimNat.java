package dev.fairlead.testkit;

/// A router that translates addresses, with the local network behind it: a NAT, which hides IPv4
/// addresses, or a NAT64 of a network that has IPv6 only.
public final class SimNat {
  private final SimLan inside;
  private final SimLink uplink;
  private final Runnable forget;
  private final boolean dns64;

  SimNat(SimLan inside, SimLink uplink, Runnable forget, boolean dns64) {
    this.inside = inside;
    this.uplink = uplink;
    this.forget = forget;
    this.dns64 = dns64;
  }

  /// Attaches hosts or interfaces to the network inside. Hosts behind a NAT64 have the name server
  /// that goes with it (RFC 6147), unless they are told to ask others.
  ///
  /// @return this
  public SimNat join(Attachable... who) {
    inside.join(who);
    for (Attachable each : who) {
      if (each instanceof SimHost host) {
        host.names().dns64(dns64);
      } else if (each instanceof SimInterface one) {
        one.host().names().dns64(dns64);
      }
    }
    return this;
  }

  /// Detaches them.
  public void leave(Attachable... who) {
    inside.leave(who);
  }

  /// The network inside.
  public SimLan inside() {
    return inside;
  }

  /// The link to the outside.
  public SimLink uplink() {
    return uplink;
  }

  /// Forgets its mappings, as after a restart: what comes for an old one is lost, and what leaves
  /// next comes from another port.
  public void rebind() {
    forget.run();
  }
}
