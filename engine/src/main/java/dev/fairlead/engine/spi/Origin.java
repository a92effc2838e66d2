package dev.fairlead.engine.spi;

import dev.fairlead.AnswerSource;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where an answer came from.
///
/// @param source what kind of place
/// @param server who was asked, null when nobody was
/// @param protocol `udp`, `tcp`, or empty
/// @param startedNanos when it was asked, by the network's ticker
/// @param endedNanos when it was answered
public record Origin(
    AnswerSource source,
    @Nullable InetSocketAddress server,
    String protocol,
    long startedNanos,
    long endedNanos) {}
