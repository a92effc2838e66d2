/// TLS over any stream, with BoringSSL or the JDK's engine.
module dev.fairlead.tls {
  requires dev.fairlead.engine;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.tcnative.classes.openssl;
  requires io.netty.transport;
  requires static org.jspecify;

  provides dev.fairlead.engine.spi.LayerProvider with
      dev.fairlead.tls.TlsLayerProvider;
  provides dev.fairlead.engine.spi.TlsContexts with
      dev.fairlead.tls.RuntimeContexts;
}
