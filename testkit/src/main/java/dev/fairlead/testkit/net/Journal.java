package dev.fairlead.testkit.net;

/// Where everything that happens is written down.
public interface Journal {
  /// A packet leaves an interface.
  void sent(Port from, Packet packet);

  /// A packet reaches an interface.
  void arrived(Port at, Packet packet);

  /// A packet goes no further.
  ///
  /// @param where the interface or node at which it ended
  void lost(String where, Packet packet, String why);

  /// Anything else, in words.
  void note(String who, String what);
}
