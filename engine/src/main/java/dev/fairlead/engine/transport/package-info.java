/// The ways to the sockets: epoll, kqueue, NIO. Nothing else names a class of one of them.
@NullMarked
package dev.fairlead.engine.transport;

import org.jspecify.annotations.NullMarked;
