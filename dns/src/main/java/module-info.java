/// Names: hosts file, stub resolver, cache, NAT64.
module dev.fairlead.dns {
  requires dev.fairlead.engine;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.transport;
  requires static org.jspecify;

  provides dev.fairlead.engine.spi.NameSourceProvider with
      dev.fairlead.dns.DnsNameSourceProvider;
}
