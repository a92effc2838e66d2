/// Fairlead beside raw Netty, raw channels and sockets.
@NullMarked
package dev.fairlead.bench;

import org.jspecify.annotations.NullMarked;
