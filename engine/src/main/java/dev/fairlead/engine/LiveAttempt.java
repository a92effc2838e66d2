package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import dev.fairlead.core.report.Verdict.Failure;
import dev.fairlead.engine.PreparedStack.Ground;
import dev.fairlead.engine.PreparedStack.RaiseListener;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One try to reach one address: a socket is opened, prepared, connected, and the layers of the
/// stack are raised on it. Runs on the order's loop and tells its watcher once how it ended, unless
/// it was cancelled.
///
/// ```
/// start ─▶ connecting ─▶ (transport ready) ─▶ layers ─▶ succeeded ─▶ adopted
///              └──────────────┴────────────────┴─▶ failed, or cancelled: the socket is closed
/// ```
final class LiveAttempt implements RaiseListener {
  private final Setup setup;
  private final Endpoint target;
  private final SocketAddress remote;
  private final Watcher watcher;
  private final AttemptLine line;
  private final long startedNanos;
  private @Nullable DuplexChannel channel;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable Carrier carrier;
  private long transportNanos = -1;
  private boolean rodeWithFirstPacket;
  private boolean over;

  /// What all attempts of a round share.
  record Setup(
      NetworkSite site,
      RealPaths paths,
      ConnectOrder order,
      PreparedStack stack,
      SocketWishes wishes,
      Departure departure) {}

  /// Who learns how it went.
  interface Watcher {
    /// The transport is connected, layers above it are at work.
    void transportReady(LiveAttempt attempt);

    /// The whole stack is ready; adopt the attempt or cancel it.
    void succeeded(LiveAttempt attempt);

    /// It failed, and the socket is closed.
    void failed(LiveAttempt attempt, Failure failure, @Nullable Throwable cause);
  }

  LiveAttempt(Setup setup, Endpoint target, Watcher watcher) {
    this.setup = setup;
    this.target = target;
    this.watcher = watcher;
    this.remote = remote(setup.site().transport(), target);
    this.line = setup.order().ledger().attempted(target);
    this.startedNanos = now();
  }

  private static SocketAddress remote(Transport transport, Endpoint target) {
    return switch (target) {
      case Endpoint.Address address -> address.socketAddress();
      case Endpoint.Unix unix -> transport.unixAddress(unix.path());
      case Endpoint.Host _, Endpoint.Url _ ->
          throw new AssertionError("an attempt needs an address, not " + target);
    };
  }

  /// Begins.
  void start() {
    DuplexChannel opened;
    try {
      opened =
          setup
              .site()
              .transport()
              .newStream(
                  target instanceof Endpoint.Unix
                      ? Transport.Domain.UNIX
                      : Transport.Domain.INTERNET);
    } catch (ChannelException e) {
      failed(e);
      return;
    }
    channel = opened;
    opened.config().setAutoRead(false);
    opened.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // The limit is ours, so that the report can tell it from the system's.
    opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    setup.order().loop().register(opened).addListener(it -> registered(opened, it.cause()));
  }

  private void registered(DuplexChannel opened, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    if (failure != null) {
      failed(failure);
      return;
    }
    InetSocketAddress local = null;
    if (target instanceof Endpoint.Address address) {
      List<dev.fairlead.Setting> settings = setup.wishes().apply(setup.site().transport(), opened);
      Departure.Prepared prepared = setup.departure().prepare(opened, address.address());
      local = prepared.local();
      setup.order().ledger().settled(settings);
      setup.order().ledger().settled(prepared.settings());
      rideWithFirstPacket(opened);
    }
    long limit = setup.stack().tcp().timers().connect().toNanos();
    timer = setup.order().loop().schedule(() -> late(limit), limit, TimeUnit.NANOSECONDS);
    ChannelFuture connecting =
        local == null ? opened.connect(remote) : opened.connect(remote, local);
    connecting.addListener(it -> connected(opened, it.cause()));
  }

  /// RFC 7413 §4.2: what waits in the channel when it connects rides in the SYN; it may arrive
  /// twice, so only content that may be repeated does.
  private void rideWithFirstPacket(DuplexChannel opened) {
    boolean asked = setup.stack().tcp().switches().fastOpen() && !setup.stack().hasLayers();
    if (asked
        && !setup.order().idempotent().isEmpty()
        && Boolean.TRUE.equals(opened.config().getOption(ChannelOption.TCP_FASTOPEN_CONNECT))) {
      rodeWithFirstPacket = true;
      opened.write(Unpooled.wrappedBuffer(setup.order().idempotent().asByteBuffer()));
    }
  }

  private void connected(DuplexChannel opened, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    stopTimer();
    if (failure != null) {
      failed(failure);
      return;
    }
    transportNanos = now() - startedNanos;
    Optional<String> interfaceName = interfaceName(opened);
    line.bound(
        opened.localAddress() instanceof InetSocketAddress local ? local : null, interfaceName);
    Duration took = Duration.ofNanos(transportNanos);
    Handshake handshake =
        new Handshake(
            target instanceof Endpoint.Unix ? "unix" : "tcp", took, Optional.of(took), "");
    line.shook(handshake);
    if (rodeWithFirstPacket) {
      opened.flush();
    }
    if (setup.stack().hasLayers()) {
      watcher.transportReady(this);
    }
    if (!over) {
      setup.stack().raise(opened, new Ground(List.of(handshake), interfaceName), this);
    }
  }

  private Optional<String> interfaceName(DuplexChannel opened) {
    return opened.localAddress() instanceof InetSocketAddress local
        ? setup.paths().interfaceOf(local.getAddress())
        : Optional.empty();
  }

  @Override
  public void reached(String layer) {
    line.reached(layer);
  }

  @Override
  public void shook(Handshake handshake) {
    line.shook(handshake);
  }

  @Override
  public void raised(Carrier raised) {
    if (over) {
      return;
    }
    over = true;
    carrier = raised;
    if (!setup.order().idempotent().isEmpty() && !rodeWithFirstPacket) {
      raised
          .channel()
          .writeAndFlush(Unpooled.wrappedBuffer(setup.order().idempotent().asByteBuffer()));
    }
    watcher.succeeded(this);
  }

  @Override
  public void failed(LayerFailure failure) {
    end(failure.layer(), new Failure(failure.reason(), failure.what()), failure);
  }

  private void failed(Throwable failure) {
    ConnectFailures.Told told = ConnectFailures.of(failure);
    end("tcp", new Failure(told.cause(), told.what()), failure);
  }

  private void late(long limitNanos) {
    end(
        "tcp",
        new Failure(
            FailureCause.NO_ANSWER, "no answer (attempt limit " + Durations.text(limitNanos) + ")"),
        null);
  }

  private void end(String layer, Failure failure, @Nullable Throwable cause) {
    if (!over) {
      over = true;
      line.failed(layer, failure.cause(), failure.what());
      close();
      watcher.failed(this, failure, cause);
    }
  }

  /// It won: its carrier belongs to the caller now.
  Carrier adopt() {
    Carrier adopted = carrier;
    if (adopted == null) {
      throw new AssertionError("adopted before it was ready");
    }
    carrier = null;
    line.won();
    return adopted;
  }

  /// It is not needed any more.
  ///
  /// @param why for the report: `another address was faster`
  void cancel(String why) {
    boolean unclaimed = carrier != null;
    carrier = null;
    if (!over || unclaimed) {
      over = true;
      line.cancelled(why);
      close();
    }
  }

  private void close() {
    stopTimer();
    DuplexChannel opened = channel;
    if (opened == null) {
      return;
    }
    if (opened.isRegistered()) {
      SocketCarrier.closeBelow(opened);
    } else {
      opened.unsafe().closeForcibly();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /// Where it goes.
  Endpoint target() {
    return target;
  }

  /// How long the transport took to connect, or a negative number.
  long transportNanos() {
    return transportNanos;
  }

  /// How long it has been under way.
  long runningNanos() {
    return now() - startedNanos;
  }

  private long now() {
    return setup.site().environment().ticker().nanos();
  }
}
