package dev.fairlead.core.connect;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A proxy on the way to a candidate.
///
/// @param address null when the hop before it resolves the name
public record Hop(String host, int port, @Nullable InetAddress address) {}
