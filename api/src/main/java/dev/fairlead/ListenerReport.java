package dev.fairlead;

/// Counts of a listener since it was opened.
///
/// @param accepted connections that became ready
/// @param active of these, the ones that are still open
/// @param handshaking connections that are not ready yet
/// @param failedHandshakes connections whose handshake failed or took too long
/// @param leftEarly connections that closed before they were ready, as the losers of a race do
/// @param turnedAway connections that were refused by `localOnly` or by a limit
public record ListenerReport(
    long accepted,
    long active,
    long handshaking,
    long failedHandshakes,
    long leftEarly,
    long turnedAway) {}
