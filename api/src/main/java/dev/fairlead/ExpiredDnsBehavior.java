package dev.fairlead;

/// What to do with a DNS answer whose time to live has passed.
public enum ExpiredDnsBehavior {
  /// Ask again and wait for the fresh answer. The default.
  PROHIBIT,
  /// Use it at once and ask again in parallel; fresh addresses join the race. The answer must not
  /// be older than a day past its expiry.
  ALLOW,
  /// As `ALLOW`, however old the answer is.
  PERSISTENT
}
