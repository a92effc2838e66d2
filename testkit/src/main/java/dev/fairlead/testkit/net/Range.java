package dev.fairlead.testkit.net;

/// Numbers of bytes that came out of order (RFC 2018).
///
/// @param from the first
/// @param to the first after them
public record Range(long from, long to) {}
