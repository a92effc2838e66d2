package dev.fairlead.tls;

import dev.fairlead.Endpoint;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerSite;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// TLS in one pipeline: the wire's watch, Netty's handler around the engine, the gate.
final class TlsLayer implements Layer {
  private final TlsShared shared;
  private final LayerSite site;
  private final Optional<PeerName> name;
  private @Nullable TlsHandshake handshake;

  TlsLayer(TlsShared shared, LayerSite site, Optional<PeerName> name) {
    this.shared = shared;
    this.site = site;
    this.name = name;
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public void install(Channel channel, LayerListener listener) {
    EventLoop loop = channel.eventLoop();
    ChannelPipeline pipeline = channel.pipeline();
    TlsAttempt attempt = new TlsAttempt(peer(channel), name, site.server());
    SSLEngine engine =
        shared.context().newEngine(channel.alloc(), name.orElse(null), port(channel));
    shared.attempts().begin(engine, attempt);

    TlsWire wire = new TlsWire(shared.environment().ticker(), offered());
    pipeline.addLast(wire);
    ChannelHandlerContext below = pipeline.context(wire);
    TlsFarewell farewell = new TlsFarewell(engine);
    pipeline.addLast(farewell);
    Gated gated = new Gated();
    Offload offload = new Offload(shared.environment().blocking(), loop, gated::idle);
    SslHandler tls = new SslHandler(engine, false, offload);
    // The engine above counts the time of the whole layer.
    tls.setHandshakeTimeoutMillis(0);
    TlsHandshake begun =
        new TlsHandshake(
            shared, new TlsHandshake.Parts(attempt, tls, wire, farewell, offload, below));
    handshake = begun;
    TlsGate gate = new TlsGate(begun, listener);
    pipeline.addLast(gate);
    gated.gate(gate, pipeline.context(gate));
    // Last, for it starts at once and tells the gate.
    ChannelHandlerContext above = pipeline.context(gate);
    pipeline.addBefore(above.name(), null, tls);
    if (channel.isActive()) {
      wire.started();
    }
    if (!channel.config().isAutoRead()) {
      below.read();
    }
  }

  private @Nullable OfferedProtocols offered() {
    List<String> ours = shared.options().alpn();
    return site.server() && !ours.isEmpty() && shared.engine() instanceof BoringSsl
        ? new OfferedProtocols(ours)
        : null;
  }

  private Endpoint peer(Channel channel) {
    return site.server() && channel.remoteAddress() instanceof InetSocketAddress address
        ? Endpoint.of(address)
        : site.endpoint();
  }

  // Sessions are kept by name and port.
  private int port(Channel channel) {
    return switch (site.endpoint()) {
      case Endpoint.Host host -> host.port();
      case Endpoint.Address address -> address.port();
      default -> channel.remoteAddress() instanceof InetSocketAddress to ? to.getPort() : 0;
    };
  }

  @Override
  public ChannelFuture endOutput(Channel channel) {
    TlsHandshake done = handshake;
    if (done == null) {
      return channel.newFailedFuture(new IllegalStateException("tls is not installed"));
    }
    channel.flush();
    return done.endOutput();
  }

  @Override
  public boolean halfCloses() {
    return handshake != null && handshake.halfCloses();
  }

  @Override
  public boolean endedWithPeer() {
    return handshake != null && handshake.endedWithPeer();
  }

  @Override
  public boolean passesFiles() {
    return false;
  }

  /// Hands the end of the engine's tasks to a gate that is made after them.
  private static final class Gated {
    private @Nullable TlsGate gate;
    private @Nullable ChannelHandlerContext context;

    void gate(TlsGate made, ChannelHandlerContext place) {
      gate = made;
      context = place;
    }

    void idle() {
      if (gate != null && context != null) {
        gate.idle(context);
      }
    }
  }
}
