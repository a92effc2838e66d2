package dev.fairlead.testkit;

/// What a link or a local network may be attached to: a host or router, which grows an interface
/// for
/// it, or an interface that is not attached yet.
public sealed interface Attachable permits SimHost, SimRouter, SimInterface {
  /// The name, for transcripts.
  String name();
}
