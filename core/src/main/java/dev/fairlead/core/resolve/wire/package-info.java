/// The octets of DNS messages: one codec for unicast and, later, multicast. Pure; a message that
/// breaks the format is a value ([dev.fairlead.core.resolve.wire.Decoded.Malformed]), never an
/// exception.
@NullMarked
package dev.fairlead.core.resolve.wire;

import org.jspecify.annotations.NullMarked;
