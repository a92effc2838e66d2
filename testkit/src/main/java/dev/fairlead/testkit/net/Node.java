package dev.fairlead.testkit.net;

/// Somebody with interfaces: a host or a router.
public interface Node {
  /// For transcripts.
  String name();

  /// Takes a packet that reached one of its interfaces.
  void arrived(Port at, Packet packet);

  /// Whether it passes on what is for others.
  boolean forwards();

  /// An interface of it changed.
  void changed(Port port);
}
