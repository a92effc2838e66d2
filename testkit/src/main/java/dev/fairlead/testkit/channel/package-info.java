/// Netty's channels over simulated TCP and UDP, and the transport that makes them.
@NullMarked
package dev.fairlead.testkit.channel;

import org.jspecify.annotations.NullMarked;
