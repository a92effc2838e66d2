package dev.fairlead.testkit.tcp;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.net.IcmpError;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Segment;
import dev.fairlead.testkit.net.Segment.Flags;
import dev.fairlead.testkit.time.Due;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// One connection of TCP. On the world's loop.
///
/// ```
///  client:  SYN_SENT ──SYN+ACK──▶ OPEN ──both ended──▶ LINGERING ──60 s──▶ GONE
///  server:  SYN_RECEIVED ──ACK──▶ OPEN ──RST, given up, closed──▶ GONE
/// ```
public final class TcpSocket implements Outgoing.Wire {
  /// Linux's `tcp_syn_retries`: the last wait ends after 127 s.
  private static final int SYN_RETRIES_MAX = 6;

  private static final int SYN_ACK_RETRIES_MAX = 5;
  private static final long DELAYED_ACK_NANOS = 40_000_000L;

  /// Linux's TIME-WAIT, and as long for a peer that does not end its side of a closed socket.
  private static final long LINGER_NANOS = 60_000_000_000L;

  private static final byte[] NOTHING = {};

  private final TcpStack stack;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Outgoing outgoing;
  private final Incoming incoming = new Incoming();
  private State state;
  private @Nullable StreamUser user;
  private @Nullable Due handshakeTimer;
  private @Nullable Due ackTimer;
  private int handshakeTries;
  private long handshakeSentAt;
  private int unansweredSegments;
  private long toldWindow = Incoming.ROOM;
  private boolean acksAtOnce;
  private boolean closed;
  private int maximumSize;
  private long sentSegments;
  private long receivedSegments;

  private enum State {
    SYN_SENT,
    SYN_RECEIVED,
    OPEN,
    LINGERING,
    GONE
  }

  TcpSocket(TcpStack stack, InetSocketAddress local, InetSocketAddress remote) {
    this.stack = stack;
    this.local = local;
    this.remote = remote;
    this.maximumSize = stack.maximumSize(remote.getAddress());
    this.outgoing = new Outgoing(this, maximumSize);
    this.state = State.SYN_SENT;
  }

  /// Our end.
  public InetSocketAddress local() {
    return local;
  }

  /// The peer's end.
  public InetSocketAddress remote() {
    return remote;
  }

  /// Whoever is told from now on.
  public void use(StreamUser newUser) {
    user = newUser;
  }

  /// Whether data can flow.
  public boolean isOpen() {
    return state == State.OPEN && !closed;
  }

  /// Whether small segments leave at once (RFC 896 is off).
  public void noDelay(boolean on) {
    outgoing.delayPartial(!on);
  }

  /// Whether every segment is acknowledged at once.
  public void quickAck(boolean on) {
    acksAtOnce = on;
  }

  /// Breaks when nothing is acknowledged for so long.
  public void dropAfter(long nanos) {
    outgoing.dropAfter(nanos);
  }

  /// Never sends longer segments.
  public void limitSegments(int bytes) {
    maximumSize = Math.min(maximumSize, bytes);
    outgoing.use(maximumSize);
  }

  void connect() {
    handshakeTries = 0;
    sayHello(Flags.SYN, SYN_RETRIES_MAX);
  }

  void answer(Segment syn) {
    state = State.SYN_RECEIVED;
    agree(syn);
    sayHello(Flags.SYN_ACK, SYN_ACK_RETRIES_MAX);
  }

  private void agree(Segment syn) {
    if (syn.maximumSize() > 0) {
      maximumSize = Math.min(maximumSize, syn.maximumSize());
    }
    outgoing.use(maximumSize);
    outgoing.window(syn.window());
  }

  private void sayHello(Flags flags, int retriesMax) {
    if (handshakeTries > retriesMax) {
      end(new ConnectException("Connection timed out"));
      return;
    }
    handshakeSentAt = now();
    send(new Segment(flags, 0, flags.ack() ? 1 : 0, incoming.window(), maximumSize));
    long wait = RoundTrips.FIRST_TIMEOUT << handshakeTries;
    handshakeTries++;
    if (state != State.GONE) {
      handshakeTimer = after(wait, () -> sayHello(flags, retriesMax));
    }
  }

  /// Takes a segment of this connection.
  void arrived(Segment segment) {
    receivedSegments++;
    switch (state) {
      case SYN_SENT -> whileConnecting(segment);
      case SYN_RECEIVED -> whileAnswering(segment);
      case OPEN -> whileOpen(segment);
      case LINGERING -> {
        if (segment.flags().fin()) {
          acknowledge();
        }
      }
      case GONE -> {}
    }
  }

  private void whileConnecting(Segment segment) {
    if (segment.flags().rst()) {
      end(new ConnectException("Connection refused"));
    } else if (segment.flags().syn() && segment.flags().ack()) {
      agree(segment);
      established();
      acknowledge();
      if (user != null) {
        user.opened();
      }
    }
  }

  private void whileAnswering(Segment segment) {
    if (segment.flags().rst()) {
      vanish();
    } else if (segment.flags().syn()) {
      send(new Segment(Flags.SYN_ACK, 0, 1, incoming.window(), maximumSize));
    } else if (segment.flags().ack()) {
      established();
      stack.accepted(this);
      whileOpen(segment);
    }
  }

  private void established() {
    state = State.OPEN;
    if (handshakeTimer != null) {
      handshakeTimer.cancel();
    }
    if (handshakeTries == 1) {
      outgoing.roundTrips().measured(now() - handshakeSentAt);
    }
  }

  private void whileOpen(Segment segment) {
    if (segment.flags().rst()) {
      end(new SocketException("Connection reset"));
      return;
    }
    if (segment.flags().syn()) {
      // Our acknowledgement of the handshake got lost.
      acknowledge();
      return;
    }
    boolean carries = !segment.bytes().isEmpty() || segment.flags().fin();
    outgoing.acknowledged(segment.acknowledgement(), segment.window(), segment.has());
    if (state == State.OPEN && carries) {
      take(segment);
    }
    settle();
  }

  private void take(Segment segment) {
    if (closed && segment.sequence() + segment.bytes().length() > incoming.next()) {
      // RFC 9293 §3.10.7.1: nobody will ever read it. What was read before may come again.
      send(rst(outgoingNext()));
      vanish();
      return;
    }
    boolean gap = incoming.hasGap() || segment.sequence() > incoming.next();
    boolean news =
        incoming.take(segment.sequence(), segment.bytes().toByteArray(), segment.flags().fin());
    unansweredSegments++;
    // RFC 9293 §3.8.6.3, RFC 5681 §4.2: every second segment, and whatever tells of a gap, at once.
    if (unansweredSegments > 1 || gap || !news || segment.flags().fin() || acksAtOnce) {
      acknowledge();
    } else if (ackTimer == null) {
      ackTimer = after(DELAYED_ACK_NANOS, this::acknowledge);
    }
    if (news && user != null) {
      user.readable();
    }
  }

  /// Takes news that a packet of ours did not arrive.
  void heard(IcmpError error) {
    boolean connecting = state == State.SYN_SENT;
    switch (error.kind()) {
      case TOO_BIG ->
          outgoing.shrink(error.mtu() - Packet.headerSize(remote.getAddress()) - Segment.HEADER);
      case NO_ROUTE -> {
        if (connecting) {
          end(new NoRouteToHostException("Network is unreachable"));
        }
      }
      case HOST_UNREACHABLE -> {
        if (connecting) {
          end(new NoRouteToHostException("No route to host"));
        }
      }
      case PORT_UNREACHABLE -> {
        if (connecting) {
          end(new ConnectException("Connection refused"));
        }
      }
    }
  }

  /// How many bytes may be written.
  public int room() {
    return state == State.OPEN ? outgoing.room() : 0;
  }

  /// Takes bytes to be sent, at most [#room()]; [#flush()] sends them.
  public void write(byte[] bytes) {
    outgoing.write(bytes);
  }

  /// Sends what was written.
  public void flush() {
    if (state == State.OPEN) {
      outgoing.push();
    }
  }

  /// Ends our direction after what was written.
  public void endOutput() {
    if (state == State.OPEN && !outgoing.isFinAsked()) {
      outgoing.finish();
      outgoing.push();
    }
  }

  /// The next bytes that came, null when none are there.
  public byte @Nullable [] poll() {
    byte[] bytes = incoming.poll();
    if (bytes != null && state == State.OPEN) {
      long window = incoming.window();
      boolean wasNarrow = toldWindow < 2L * maximumSize && window >= 2L * maximumSize;
      // RFC 9293 §3.8.6.2.2: no news of small openings.
      if (wasNarrow || window - toldWindow >= Incoming.ROOM / 2) {
        acknowledge();
      }
    }
    return bytes;
  }

  /// How many bytes wait to be polled.
  public int available() {
    return incoming.available();
  }

  /// Whether the peer has ended its direction and all of it was polled.
  public boolean isAtEnd() {
    return incoming.isComplete() && !incoming.hasBytes();
  }

  /// Closes in good order: what was written is still sent. With unread bytes it is a reset, as RFC
  /// 2525 §2.17 wants it.
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    user = null;
    if (state != State.OPEN) {
      vanish();
    } else if (incoming.hasBytes()) {
      send(rst(outgoingNext()));
      vanish();
    } else {
      outgoing.finish();
      outgoing.push();
      settle();
      if (state == State.OPEN) {
        after(
            LINGER_NANOS,
            () -> {
              if (outgoing.isFinAcknowledged()) {
                vanish();
              }
            });
      }
    }
  }

  /// Closes with a reset.
  public void abort() {
    closed = true;
    user = null;
    if (state == State.OPEN || state == State.SYN_RECEIVED) {
      send(rst(outgoingNext()));
    }
    vanish();
  }

  private long outgoingNext() {
    return outgoing.next();
  }

  private Segment rst(long sequence) {
    return new Segment(Flags.RST_ACK, sequence, incoming.next(), 0, 0);
  }

  private void acknowledge() {
    if (state == State.OPEN || state == State.LINGERING) {
      emit(outgoing.next(), NOTHING, false, false);
    }
  }

  /// Both directions have ended: RFC 9293 §3.6, TIME-WAIT.
  private void settle() {
    if (state == State.OPEN && outgoing.isFinAcknowledged() && incoming.isComplete() && closed) {
      state = State.LINGERING;
      outgoing.disarm();
      after(LINGER_NANOS, this::vanish);
    }
  }

  private void end(IOException why) {
    boolean connecting = state == State.SYN_SENT;
    StreamUser told = user;
    vanish();
    if (told != null && connecting) {
      told.failed(why);
    } else if (told != null) {
      told.broke(why);
    }
  }

  private void vanish() {
    boolean half = state == State.SYN_RECEIVED;
    state = State.GONE;
    outgoing.disarm();
    if (handshakeTimer != null) {
      handshakeTimer.cancel();
    }
    if (ackTimer != null) {
      ackTimer.cancel();
    }
    stack.gone(this, half);
  }

  private void send(Segment segment) {
    sentSegments++;
    stack.send(new Packet(local, remote, segment));
  }

  @Override
  public long now() {
    return stack.lower().now();
  }

  @Override
  public Due after(long nanos, Runnable event) {
    return stack.lower().after(nanos, event);
  }

  @Override
  public void emit(long sequence, byte[] bytes, boolean fin, boolean psh) {
    unansweredSegments = 0;
    if (ackTimer != null) {
      ackTimer.cancel();
      ackTimer = null;
    }
    toldWindow = incoming.window();
    Flags flags = bytes.length == 0 && !fin ? Flags.ACK : Flags.data(fin, psh);
    send(
        new Segment(
            flags,
            sequence,
            incoming.next(),
            toldWindow,
            0,
            incoming.early(),
            Bytes.copyOf(bytes)));
  }

  @Override
  public void roomAgain() {
    if (user != null) {
      user.writable();
    }
  }

  @Override
  public void gaveUp() {
    end(new SocketException("Connection timed out"));
  }

  @Override
  public void allThere() {
    settle();
  }

  /// What the connection knows of itself.
  public TcpCounts counts() {
    RoundTrips trips = outgoing.roundTrips();
    return new TcpCounts(
        outgoing.counts(),
        incoming.received(),
        sentSegments,
        receivedSegments,
        new TcpCounts.Trips(trips.smoothed(), trips.variance(), trips.least()),
        maximumSize);
  }
}
