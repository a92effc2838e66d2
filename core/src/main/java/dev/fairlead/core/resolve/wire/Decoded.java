package dev.fairlead.core.resolve.wire;

/// What reading a message's octets gave.
public sealed interface Decoded {
  /// The message follows the format.
  record Message(DnsMessage message) implements Decoded {}

  /// It does not; `why` is for a person, `at` the offset where reading stopped.
  record Malformed(String why, int at) implements Decoded {}
}
