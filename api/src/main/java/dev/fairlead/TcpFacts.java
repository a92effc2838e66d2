package dev.fairlead;

import java.net.InetSocketAddress;
import java.util.Optional;

/// The two ends of a TCP connection.
///
/// @param local our end, empty for a Unix socket
/// @param remote the peer's end, empty for a Unix socket
/// @param interfaceName the interface it leaves by, when that is known
public record TcpFacts(
    Optional<InetSocketAddress> local,
    Optional<InetSocketAddress> remote,
    Optional<String> interfaceName)
    implements Facts {}
