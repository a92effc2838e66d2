package dev.fairlead.testkit.tcp;

import dev.fairlead.testkit.net.IcmpError;
import dev.fairlead.testkit.net.Packet;
import dev.fairlead.testkit.net.Segment;
import dev.fairlead.testkit.net.Segment.Flags;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The TCP of one host: its connections and who listens. On the world's loop.
public final class TcpStack {
  private static final int FIRST_PORT = 49_152;
  private static final int LAST_PORT = 65_535;

  private final Lower lower;
  private final Map<Pair, TcpSocket> sockets = new HashMap<>();
  private final List<TcpDoor> doors = new ArrayList<>();
  private int lastPort = FIRST_PORT - 1;

  private record Pair(InetSocketAddress local, InetSocketAddress remote) {}

  /// The TCP on this IP.
  public TcpStack(Lower lower) {
    this.lower = lower;
  }

  Lower lower() {
    return lower;
  }

  /// Connects.
  ///
  /// @param local our end with a usable address; port 0 for any
  public TcpSocket connect(InetSocketAddress local, InetSocketAddress remote, StreamUser user)
      throws BindException {
    InetSocketAddress ours = withPort(local, remote);
    TcpSocket socket = new TcpSocket(this, ours, remote);
    socket.use(user);
    sockets.put(new Pair(ours, remote), socket);
    return socket;
  }

  /// Begins the handshake of a socket that [#connect] made.
  public void begin(TcpSocket socket) {
    socket.connect();
  }

  private InetSocketAddress withPort(InetSocketAddress local, InetSocketAddress remote)
      throws BindException {
    if (local.getPort() != 0) {
      if (sockets.containsKey(new Pair(local, remote))) {
        throw new BindException("Address already in use");
      }
      return local;
    }
    for (int tries = 0; tries <= LAST_PORT - FIRST_PORT; tries++) {
      lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
      InetSocketAddress ours = new InetSocketAddress(local.getAddress(), lastPort);
      if (!sockets.containsKey(new Pair(ours, remote)) && !isListenedOn(lastPort)) {
        return ours;
      }
    }
    throw new BindException("Cannot assign requested address");
  }

  private int freePort() {
    do {
      lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
    } while (isListenedOn(lastPort));
    return lastPort;
  }

  private boolean isListenedOn(int port) {
    return doors.stream().anyMatch(door -> door.address().getPort() == port);
  }

  /// Listens.
  ///
  /// @throws BindException when somebody else does
  public TcpDoor listen(InetSocketAddress address, int backlog, TcpDoor.Caller caller)
      throws BindException {
    InetSocketAddress free =
        address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), freePort()) : address;
    TcpDoor door = new TcpDoor(this, free, backlog, caller);
    if (doors.stream().anyMatch(other -> other.collidesWith(door))) {
      throw new BindException("Address already in use");
    }
    doors.add(door);
    return door;
  }

  void closed(TcpDoor door) {
    doors.remove(door);
  }

  /// Takes a packet for this host.
  public void arrived(Packet packet) {
    Segment segment = (Segment) packet.content();
    TcpSocket known = sockets.get(new Pair(packet.destination(), packet.source()));
    if (known != null) {
      known.arrived(segment);
      return;
    }
    if (segment.flags().rst()) {
      return;
    }
    TcpDoor door = door(packet.destination());
    boolean hello = segment.flags().syn() && !segment.flags().ack();
    if (hello && door != null) {
      if (door.hasRoom()) {
        welcome(packet, segment, door);
      }
      return;
    }
    refuse(packet, segment);
  }

  private void welcome(Packet packet, Segment segment, TcpDoor door) {
    TcpSocket socket = new TcpSocket(this, packet.destination(), packet.source());
    sockets.put(new Pair(packet.destination(), packet.source()), socket);
    door.begins(socket);
    socket.answer(segment);
  }

  /// RFC 9293 §3.10.7.1.
  private void refuse(Packet packet, Segment segment) {
    Segment answer =
        segment.flags().ack()
            ? new Segment(Flags.RST, segment.acknowledgement(), 0, 0, 0)
            : new Segment(Flags.RST_ACK, 0, segment.end(), 0, 0);
    send(packet.answeredBy(answer));
  }

  /// Takes news about a packet that this host had sent.
  public void heard(IcmpError error) {
    Packet about = error.about();
    TcpSocket known = sockets.get(new Pair(about.source(), about.destination()));
    if (known != null) {
      known.heard(error);
    }
  }

  private @Nullable TcpDoor door(InetSocketAddress to) {
    TcpDoor best = null;
    for (TcpDoor door : doors) {
      if (door.takes(to) && (best == null || best.isForAll())) {
        best = door;
      }
    }
    return best;
  }

  void accepted(TcpSocket socket) {
    TcpDoor door = door(socket.local());
    if (door == null) {
      socket.abort();
    } else {
      door.accepted(socket);
    }
  }

  void gone(TcpSocket socket, boolean half) {
    sockets.remove(new Pair(socket.local(), socket.remote()), socket);
    if (half) {
      TcpDoor door = door(socket.local());
      if (door != null) {
        door.lost();
      }
    }
  }

  void send(Packet packet) {
    lower.send(packet);
  }

  int maximumSize(InetAddress to) {
    return lower.mtu(to) - Packet.headerSize(to) - Segment.HEADER;
  }
}
