package dev.fairlead;

/// Where an answer to a name came from.
public enum AnswerSource {
  /// A name server was asked.
  QUERY,
  /// An answer that was still good.
  CACHE,
  /// An answer whose time had passed (see [ExpiredDnsBehavior]).
  EXPIRED_CACHE,
  /// The hosts file, or the static table of a [Resolver].
  HOSTS_FILE,
  /// The name was an address.
  LITERAL,
  /// The system's own resolver.
  SYSTEM,
  /// A name with a meaning of its own, such as `localhost` (RFC 6761).
  SPECIAL
}
