package dev.fairlead.engine;

import dev.fairlead.Facts;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import dev.fairlead.TcpFacts;
import dev.fairlead.engine.PreparedStack.Ground;
import dev.fairlead.engine.PreparedStack.RaiseListener;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The layers of one channel on their way up, one after the other, the lowest first. Runs on the
/// channel's loop.
final class Raising {
  private final NetworkSite site;
  private final List<LayerFactory> factories;
  private final Channel channel;
  private final Ground ground;
  private final RaiseListener to;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Facts> facts = new ArrayList<>();
  private final List<Handshake> handshakes;
  private final ChannelFutureListener onClose = _ -> closedEarly();
  private boolean done;

  Raising(
      NetworkSite site,
      List<LayerFactory> factories,
      Channel channel,
      Ground ground,
      RaiseListener to) {
    this.site = site;
    this.factories = factories;
    this.channel = channel;
    this.ground = ground;
    this.to = to;
    this.handshakes = new ArrayList<>(ground.handshakes());
  }

  /// Goes on above the layers of a carrier whose handlers stand in the pipeline, with nothing of a
  /// connection above them.
  void beginAbove(SocketCarrier lower) {
    channel.config().setAutoRead(false);
    layers.addAll(lower.layers());
    facts.addAll(lower.facts());
    channel.closeFuture().addListener(onClose);
    next(factories.iterator());
  }

  void begin() {
    channel.config().setAutoRead(false);
    channel.pipeline().addLast(StreamBottom.NAME, new StreamBottom());
    facts.add(
        new TcpFacts(
            internet(channel.localAddress()),
            internet(channel.remoteAddress()),
            ground.interfaceName()));
    if (factories.isEmpty()) {
      finish();
      return;
    }
    channel.closeFuture().addListener(onClose);
    next(factories.iterator());
  }

  private void next(Iterator<LayerFactory> rest) {
    if (!rest.hasNext()) {
      channel.closeFuture().removeListener(onClose);
      finish();
      return;
    }
    LayerFactory factory = rest.next();
    Layer layer = factory.create();
    layers.add(layer);
    layer.below(facts);
    to.reached(layer.name());
    Turn turn = new Turn(rest, layer, site.environment().ticker().nanos());
    turn.limit(factory.readyLimitNanos());
    layer.install(channel, turn);
    turn.installed = true;
    if (!done && !turn.over) {
      putGateOnTop();
    }
  }

  /// The gate stands above the layer at work: it makes the layer read, and keeps what comes too
  /// early.
  private void putGateOnTop() {
    if (channel.pipeline().get(Gate.class) != null) {
      channel.pipeline().remove(Gate.class);
    }
    channel.pipeline().addLast(new Gate());
  }

  private void finish() {
    done = true;
    Gate gate = channel.pipeline().get(Gate.class);
    if (gate == null) {
      gate = new Gate();
      channel.pipeline().addLast(gate);
    }
    gate.stopPulling();
    to.raised(new SocketCarrier(site.transport(), channel, layers, facts, handshakes));
  }

  private void fail(LayerFailure failure) {
    if (!done) {
      done = true;
      channel.closeFuture().removeListener(onClose);
      to.failed(failure);
    }
  }

  /// A layer that knows better why says so a moment after its channel closed, and is heard first.
  private void closedEarly() {
    channel
        .eventLoop()
        .execute(() -> channel.eventLoop().execute(() -> channel.eventLoop().execute(this::gone)));
  }

  private void gone() {
    fail(
        new LayerFailure(
            layers.getLast().name(),
            FailureCause.CLOSED_EARLY,
            "the peer closed during the handshake",
            null));
  }

  private static Optional<InetSocketAddress> internet(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress it ? Optional.of(it) : Optional.empty();
  }

  /// The handshake of one layer.
  private final class Turn implements Layer.LayerListener {
    private final Iterator<LayerFactory> rest;
    private final Layer layer;
    private final long startedNanos;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    /// A layer that has nothing to say is ready before.
    private boolean installed;

    Turn(Iterator<LayerFactory> rest, Layer layer, long startedNanos) {
      this.rest = rest;
      this.layer = layer;
      this.startedNanos = startedNanos;
    }

    void limit(long nanos) {
      if (nanos > 0) {
        ScheduledFuture<?> set =
            channel.eventLoop().schedule(() -> late(nanos), nanos, TimeUnit.NANOSECONDS);
        timer = set;
        // A closed channel must not wait in the timer's queue.
        channel.closeFuture().addListener(_ -> set.cancel(false));
      }
    }

    @Override
    public void ready(Layer.Ready ready) {
      if (end()) {
        Duration took = Duration.ofNanos(site.environment().ticker().nanos() - startedNanos);
        Handshake handshake = new Handshake(layer.name(), took, ready.roundTrip(), ready.detail());
        if (installed || !layer.passesThrough()) {
          handshakes.add(handshake);
          to.shook(handshake);
        }
        if (ready.facts() != null) {
          facts.add(ready.facts());
        }
        next(rest);
      }
    }

    @Override
    public void failed(LayerFailure failure) {
      if (end()) {
        fail(failure);
      }
    }

    private void late(long limitNanos) {
      if (end()) {
        fail(
            new LayerFailure(
                layer.name(),
                FailureCause.HANDSHAKE_TIMEOUT,
                "no handshake within " + Durations.text(limitNanos),
                null));
      }
    }

    private boolean end() {
      if (over || done) {
        return false;
      }
      over = true;
      if (timer != null) {
        timer.cancel(false);
      }
      return true;
    }
  }
}
