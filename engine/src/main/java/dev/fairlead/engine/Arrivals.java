package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.Handshake;
import dev.fairlead.ListenOptions;
import dev.fairlead.Stack;
import dev.fairlead.engine.interfaces.LocalLink;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Connections on their way in: from the socket that the system accepted, over the handshakes, to
/// the connection that the program gets. Each stays on its own loop.
///
/// @param <C> what the program gets
final class Arrivals<C> {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.listener");
  private static final long EXHAUSTED_PAUSE_MILLIS = 250;

  private final NetworkParts parts;
  private final Stack<?> stack;
  private final PreparedStack prepared;
  private final ListenOptions options;
  private final SocketWishes wishes;
  private final Admission admission;
  private final Function<StreamParts, C> front;
  private final Consumer<C> ready;
  private final Roster<ConnectionLife> active = new Roster<>();
  private final Roster<Channel> handshaking = new Roster<>();
  private volatile List<Channel> doors = List.of();

  private volatile @Nullable Runnable onIdle;

  /// Guarded by this: whether accepting pauses.
  private boolean paused;

  /// Set while more connections wait for the program than it should let wait.
  private volatile boolean crowded;

  Arrivals(
      NetworkParts parts,
      Stack<?> stack,
      PreparedStack prepared,
      ListenOptions options,
      Function<StreamParts, C> front,
      Consumer<C> ready) {
    this.parts = parts;
    this.stack = stack;
    this.prepared = prepared;
    this.options = options;
    this.wishes = new SocketWishes(prepared.tcp());
    this.admission = new Admission(options);
    this.front = front;
    this.ready = ready;
  }

  Admission admission() {
    return admission;
  }

  /// Begins to accept.
  void open(List<Channel> channels) {
    doors = channels;
    channels.forEach(door -> door.config().setAutoRead(true));
  }

  /// Accepting pauses while too many wait for the program.
  void crowded(boolean now) {
    crowded = now;
    adjust();
  }

  /// Ends what is on its way in; the future completes when that is gone.
  CompletableFuture<Void> close() {
    admission.close().forEach(held -> held.unsafe().closeForcibly());
    // Those that no loop has yet are closed once one has them.
    List<Channel> begun = handshaking.all().stream().filter(Channel::isRegistered).toList();
    begun.forEach(it -> it.eventLoop().execute(() -> SocketCarrier.reset(it)));
    return CompletableFuture.allOf(
        begun.stream().map(Released::gone).toArray(CompletableFuture<?>[]::new));
  }

  boolean isIdle() {
    return active.isEmpty();
  }

  /// Calls `action` once no connection runs.
  void whenIdle(Runnable action) {
    onIdle = action;
    if (isIdle()) {
      action.run();
    }
  }

  /// Ends the connections that run; the future completes when they are over.
  CompletableFuture<Void> abortAll() {
    List<ConnectionLife> rest = active.all();
    rest.forEach(ConnectionLife::abort);
    return CompletableFuture.allOf(
        rest.stream().map(ConnectionLife::closed).toArray(CompletableFuture<?>[]::new));
  }

  /// The handler of a server socket.
  ChannelInboundHandlerAdapter acceptor() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        arrived((Channel) message);
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        exhausted(context.channel(), failure);
      }
    };
  }

  /// Out of descriptors, as a rule: whoever waits in the kernel's queue goes on waiting there.
  private void exhausted(Channel door, Throwable failure) {
    LOG.log(Level.WARNING, "cannot accept connections, trying again soon", failure);
    door.config().setAutoRead(false);
    door.eventLoop().schedule(() -> accept(door), EXHAUSTED_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void arrived(Channel channel) {
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (options.localOnly()
        && channel.remoteAddress() instanceof InetSocketAddress peer
        && !LocalLink.holds(peer.getAddress())) {
      admission.turnedAway();
      channel.unsafe().closeForcibly();
      return;
    }
    if (admission.begins(channel)) {
      register(channel);
    }
    if (admission.isFull()) {
      adjust();
    }
  }

  private void register(Channel channel) {
    handshaking.add(channel);
    parts
        .loops()
        .register(channel)
        .addListener(
            registered -> {
              if (!registered.isSuccess()) {
                over(channel, true);
                channel.unsafe().closeForcibly();
              } else if (admission.isClosed()) {
                // Since it was let in.
                over(channel, true);
                SocketCarrier.reset(channel);
              } else {
                raise(channel);
              }
            });
  }

  private void raise(Channel channel) {
    Endpoint peer = peerOf(channel.remoteAddress());
    StreamParts made =
        StreamParts.make(parts, channel.eventLoop(), peer, stack, options.connections());
    made.ledger().settled(wishes.apply(parts.site().transport(), channel));
    made.ledger().settled(prepared.settings());
    made.ledger().engine(prepared.engine(), prepared.engineReason());
    AttemptLine line = made.ledger().attempted(peer);
    line.bound(
        channel.localAddress() instanceof InetSocketAddress local ? local : null, Optional.empty());
    Arrival arrival = new Arrival(channel, made, line);
    if (prepared.hasLayers()) {
      arrival.limit(options.handshakeDeadline().toNanos());
    }
    prepared.raise(channel, PreparedStack.Ground.PLAIN, arrival);
  }

  private static Endpoint peerOf(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? Endpoint.of(internet)
        : Endpoint.unix(Path.of("peer"));
  }

  private void over(Channel channel, boolean left) {
    handshaking.remove(channel);
    admission.failed(left);
    adjust();
  }

  /// Lets in who may come in now, and accepts or pauses.
  private void adjust() {
    for (Channel next = admission.next(); next != null; next = admission.next()) {
      register(next);
    }
    boolean pause;
    synchronized (this) {
      pause = crowded || admission.isFull();
      if (pause == paused) {
        return;
      }
      paused = pause;
    }
    for (Channel door : doors) {
      if (door.isOpen()) {
        door.eventLoop().execute(() -> accept(door));
      }
    }
  }

  private void accept(Channel door) {
    boolean on;
    synchronized (this) {
      on = !paused;
    }
    if (door.isOpen() && door.config().isAutoRead() != on) {
      door.config().setAutoRead(on);
    }
  }

  /// One connection until it is ready.
  private final class Arrival implements PreparedStack.RaiseListener {
    private final Channel channel;
    private final StreamParts made;
    private final AttemptLine line;
    private @Nullable ScheduledFuture<?> timer;
    private boolean done;

    Arrival(Channel channel, StreamParts made, AttemptLine line) {
      this.channel = channel;
      this.made = made;
      this.line = line;
    }

    void limit(long nanos) {
      ScheduledFuture<?> set =
          channel.eventLoop().schedule(this::late, nanos, TimeUnit.NANOSECONDS);
      timer = set;
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
    public void raised(Carrier carrier) {
      if (!end()) {
        return;
      }
      handshaking.remove(channel);
      line.won();
      admission.ready();
      ConnectionLife life = made.life();
      active.add(life);
      life.whenOver(
          () -> {
            active.remove(life);
            admission.over();
            adjust();
            Runnable told = onIdle;
            if (told != null && isIdle()) {
              told.run();
            }
          });
      try {
        parts.openings().opened(life);
      } catch (IllegalStateException closed) {
        life.accepted(carrier);
        life.abort();
        return;
      }
      C connection = front.apply(made);
      life.accepted(carrier);
      ready.accept(connection);
      adjust();
    }

    @Override
    public void failed(LayerFailure failure) {
      if (end()) {
        boolean left =
            failure.reason() == FailureCause.CLOSED_EARLY || failure.reason() == FailureCause.RESET;
        LOG.log(Level.DEBUG, () -> "no connection with " + made.endpoint() + ": " + failure.what());
        over(channel, left);
        // In good order: the peer may still have to read why.
        channel.close();
      }
    }

    private void late() {
      if (end()) {
        LOG.log(Level.DEBUG, () -> made.endpoint() + " did not finish its handshake in time");
        over(channel, false);
        SocketCarrier.reset(channel);
      }
    }

    private boolean end() {
      if (done) {
        return false;
      }
      done = true;
      if (timer != null) {
        timer.cancel(false);
      }
      return true;
    }
  }
}
