package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Puts layers on a stream that runs: waits until everything sent before is on its way, takes the
/// connection's handler out of the pipeline, raises the layers where it stood, and lets the
/// connection adopt what comes of it. Runs on the connection's loop.
final class Upgrade implements PreparedStack.RaiseListener {
  private final NetworkSite site;
  private final StreamParts parts;
  private final List<LayerFactory> factories;
  private final Bytes held;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean beginning;
  private @Nullable Carrier raised;

  /// @param factories the new layers, the lowest first
  /// @param held bytes that were taken out of the inbox and not used
  Upgrade(NetworkSite site, StreamParts parts, List<LayerFactory> factories, Bytes held) {
    this.site = site;
    this.parts = parts;
    this.factories = factories;
    this.held = held;
  }

  /// Begins; the caller keeps everybody else from sending and receiving. The future completes on
  /// the loop; when it fails the connection is broken.
  CompletableFuture<Void> start() {
    parts.site().loop().execute(this::flush);
    return done;
  }

  /// What was sent before leaves as it is.
  private void flush() {
    Carrier carrier = parts.wire().carrier();
    if (carrier == null) {
      fail(FailureCause.LOST, "the connection was lost before the upgrade");
      return;
    }
    parts.wire().thereIsWork();
    if (parts.wire().outbox().isTaken()) {
      begin((SocketCarrier) carrier);
    } else {
      // An empty write completes when all before it are written.
      carrier.channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> flush());
    }
  }

  private void begin(SocketCarrier carrier) {
    ByteBuf early = unread();
    if (parts.wire().hasPeerEnded() && protects()) {
      early.release();
      fail(FailureCause.CLOSED_EARLY, "the peer ended before the upgrade");
      return;
    }
    // RFC 3207 §4.2 and CVE-2011-0411: what came in the clear before must not be taken for what the
    // protected peer says. A server of TLS never speaks first, so a client refuses it; what a
    // client
    // sends first is the handshake's business and never seen by the program.
    if (early.isReadable() && protects() && !parts.isServer()) {
      int count = early.readableBytes();
      early.release();
      fail(
          FailureCause.PROTOCOL,
          count + " bytes had come in the clear before the upgrade, as an attacker would inject");
      return;
    }
    Channel channel = carrier.channel();
    parts.wire().suspend();
    ChannelHandlerContext below = channel.pipeline().lastContext();
    beginning = true;
    new Raising(
            site,
            factories,
            channel,
            new PreparedStack.Ground(carrier.handshakes(), carrier.interfaceName()),
            this)
        .beginAbove(carrier);
    if (early.isReadable()) {
      below.fireChannelRead(early);
      below.fireChannelReadComplete();
    } else {
      early.release();
    }
    beginning = false;
    if (raised != null) {
      adopt(raised);
    }
  }

  /// Whether any of the new layers is more than framers.
  private boolean protects() {
    return factories.stream().anyMatch(factory -> !(factory instanceof FramerFactory));
  }

  private ByteBuf unread() {
    return Unpooled.wrappedBuffer(
        held.asByteBuffer(), parts.wire().inbox().takeAll().asByteBuffer());
  }

  @Override
  public void reached(String layer) {
    parts.ledger().upgrade(line -> line.reached(layer));
  }

  @Override
  public void shook(Handshake handshake) {
    parts.ledger().upgrade(line -> line.shook(handshake));
  }

  @Override
  public void raised(Carrier carrier) {
    raised = carrier;
    if (!beginning) {
      adopt(carrier);
    }
  }

  private void adopt(Carrier carrier) {
    for (LayerFactory factory : factories) {
      parts.ledger().settled(factory.settings());
      if (!factory.engine().isEmpty()) {
        parts.ledger().engine(factory.engine(), factory.engineReason());
      }
    }
    if (!parts.wire().isAttached()) {
      carrier.abort();
      fail(FailureCause.CANCELLED, "it was closed during the upgrade");
      return;
    }
    parts.wire().adopt(carrier, Bytes.empty());
    parts.wire().flow();
    done.complete(null);
  }

  @Override
  public void failed(LayerFailure failure) {
    parts.wire().inputBroke(failure);
    done.completeExceptionally(reason(failure.reason(), failure.what(), failure));
  }

  private void fail(FailureCause cause, String what) {
    failed(new LayerFailure("upgrade", cause, what, null));
  }

  private Throwable reason(FailureCause cause, String what, Throwable underlying) {
    return parts.site().losses().lost(cause, what, 0, underlying);
  }
}
