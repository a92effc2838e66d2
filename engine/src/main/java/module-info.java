/// Everything that does: sockets, loops, races, connections.
module dev.fairlead.engine {
  requires transitive dev.fairlead.api;
  requires transitive dev.fairlead.core;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.kqueue;
  requires io.netty.transport.unix.common;
  requires static org.jspecify;
}
