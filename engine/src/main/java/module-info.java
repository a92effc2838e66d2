/// Everything that does: sockets, loops, races, connections.
module dev.fairlead.engine {
  requires transitive dev.fairlead.api;
  requires transitive dev.fairlead.core;
  requires transitive io.netty.buffer;
  requires io.netty.codec;
  requires transitive io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver;
  requires transitive io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.kqueue;
  requires io.netty.transport.unix.common;
  requires jdk.net;
  requires static transitive org.jspecify;

  exports dev.fairlead.engine.spi to
      dev.fairlead.dns,
      dev.fairlead.testkit,
      dev.fairlead.tls;

  provides dev.fairlead.engine.spi.NetworkAssembly with
      dev.fairlead.engine.RealNetworkAssembly;
  provides dev.fairlead.spi.NetworkProvider with
      dev.fairlead.engine.RealNetworkProvider;

  uses dev.fairlead.engine.spi.LayerProvider;
  uses dev.fairlead.engine.spi.NameSourceProvider;
  uses dev.fairlead.engine.spi.TlsContexts;
}
