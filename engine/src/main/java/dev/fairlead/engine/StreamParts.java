package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.Facts;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import dev.fairlead.TransferReport;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.Environment;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one connection consists of, and who knows whom. Nothing here refers to the
/// [RealConnection].
final class StreamParts {
  private final NetworkParts network;
  private final boolean server;
  private final Endpoint endpoint;
  private final Stack<?> stack;
  private final Preferences preferences;
  private final StreamSite site;
  private final Ledger ledger;
  private final Early early = new Early();
  private final Wire wire;
  private final ConnectionLife life;
  private final Sending sending;
  private final Receiving receiving;
  private final PathWatch pathWatch;
  private final Feeds feeds;

  /// What is spoken now: the stack, until an upgrade.
  private volatile Stack<?> spoken;

  /// Notices when the program forgets the newest front that it was given. Guarded by this.
  private @Nullable Forgotten watch;

  private StreamParts(
      NetworkParts network,
      boolean server,
      EventLoop loop,
      Endpoint endpoint,
      Stack<?> stack,
      Preferences preferences) {
    this.network = network;
    this.server = server;
    this.endpoint = endpoint;
    this.stack = stack;
    this.spoken = stack;
    this.preferences = preferences;
    Environment environment = network.site().environment();
    this.ledger = new Ledger(network.openings().name('C'), endpoint, stack, network.site());
    Delivery delivery =
        preferences.runsHandlersOnLoop()
            ? Delivery.onLoop(loop)
            : Delivery.on(preferences.handlerExecutor().orElse(environment.handlers()));
    this.site =
        new StreamSite(
            environment,
            loop,
            ByteBufAllocator.DEFAULT,
            new Blocking(environment, network.loops()),
            delivery,
            new Losses(endpoint, ledger::snapshot));
    this.wire = new Wire(site, preferences.inboxLimit(), preferences.outboxLimit());
    this.life = new ConnectionLife(network, new NextOrder(), site, ledger, wire);
    this.sending = new Sending(wire.outbox(), site);
    this.receiving = new Receiving(wire.inbox(), site);
    this.pathWatch = new PathWatch(network.paths(), preferences, site.delivery(), life);
    this.feeds = new Feeds(wire, receiving, site.delivery());
    wire.tell(life);
    ConnectionLife ends = life;
    delivery.onFailure(failure -> ends.abort());
  }

  /// The parts of a connection that does nothing yet.
  static StreamParts make(
      NetworkParts network, Endpoint endpoint, Stack<?> stack, Preferences preferences) {
    return new StreamParts(network, false, network.loops().next(), endpoint, stack, preferences);
  }

  /// The parts of a connection that was accepted on `loop`.
  static StreamParts make(
      NetworkParts network,
      EventLoop loop,
      Endpoint peer,
      Stack<?> stack,
      Preferences preferences) {
    return new StreamParts(network, true, loop, peer, stack, preferences);
  }

  NetworkParts network() {
    return network;
  }

  /// Whether this side took the connection.
  boolean isServer() {
    return server;
  }

  Stack<?> spoken() {
    return spoken;
  }

  /// Something else is spoken from now on.
  void spoken(Stack<?> upgraded) {
    spoken = upgraded;
    ledger.stack(upgraded.toString());
  }

  /// From now on `newest` notices when the program forgets the connection, and nobody else.
  synchronized void watch(Forgotten newest) {
    unwatch();
    watch = newest;
  }

  private synchronized void unwatch() {
    Forgotten before = watch;
    watch = null;
    if (before != null) {
      before.release();
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Preferences preferences() {
    return preferences;
  }

  StreamSite site() {
    return site;
  }

  Ledger ledger() {
    return ledger;
  }

  Early early() {
    return early;
  }

  Wire wire() {
    return wire;
  }

  ConnectionLife life() {
    return life;
  }

  Sending sending() {
    return sending;
  }

  Receiving receiving() {
    return receiving;
  }

  PathWatch pathWatch() {
    return pathWatch;
  }

  Feeds feeds() {
    return feeds;
  }

  Transfers transfers() {
    return new Transfers(wire, receiving, site);
  }

  Calls calls() {
    return new Calls(life, wire, sending, site);
  }

  <F extends Facts> Optional<F> facts(Class<F> kind) {
    Carrier carrier = wire.lastCarrier();
    return carrier == null
        ? Optional.empty()
        : carrier.facts().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  TransferReport transferReport() {
    List<TransferReport.PathTransfer> paths = wire.transfers();
    return new TransferReport(
        life.sinceReady(),
        wire.outbox().written() + (wire.lastCarrier() == null ? 0 : early.length()),
        wire.inbox().received(),
        wire.unsent(),
        paths);
  }

  /// What the rounds of this connection are to do.
  private final class NextOrder implements ConnectionLife.Orders {
    @Override
    public ConnectOrder next() {
      return new ConnectOrder(
          endpoint, stack, preferences, site.loop(), ledger, early.forRound(), false);
    }

    @Override
    public Bytes leftOver() {
      return early.leftOver();
    }

    @Override
    public Preferences preferences() {
      return preferences;
    }

    @Override
    public void over() {
      if (wire.inbox().available() == 0) {
        unwatch();
      }
    }
  }
}
