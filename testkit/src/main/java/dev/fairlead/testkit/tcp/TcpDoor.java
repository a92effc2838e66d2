package dev.fairlead.testkit.tcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A port on which a host listens, with those that wait to be let in. On the world's loop.
public final class TcpDoor {
  private final TcpStack stack;
  private final InetSocketAddress address;
  private final int backlog;
  private final Caller caller;
  private final ArrayDeque<TcpSocket> waiting = new ArrayDeque<>();
  private int halfOpen;

  /// Who is told that somebody waits.
  @FunctionalInterface
  public interface Caller {
    /// Somebody does.
    void called();
  }

  TcpDoor(TcpStack stack, InetSocketAddress address, int backlog, Caller caller) {
    this.stack = stack;
    this.address = address;
    this.backlog = backlog;
    this.caller = caller;
  }

  /// Where it is; the port is never 0.
  public InetSocketAddress address() {
    return address;
  }

  boolean takes(InetSocketAddress to) {
    return to.getPort() == address.getPort()
        && (isEverywhere(address.getAddress(), to.getAddress())
            || to.getAddress().equals(address.getAddress()));
  }

  /// The IPv6 wildcard takes both families, as everywhere.
  private static boolean isEverywhere(InetAddress here, InetAddress to) {
    return here.isAnyLocalAddress()
        && !(here instanceof Inet4Address && !(to instanceof Inet4Address));
  }

  /// A host's own name service on a loopback address is in nobody's way.
  boolean collidesWith(TcpDoor other) {
    boolean oneIsInside =
        address.getAddress().isLoopbackAddress() != other.address.getAddress().isLoopbackAddress();
    return !oneIsInside && (takes(other.address) || other.takes(address));
  }

  boolean isForAll() {
    return address.getAddress().isAnyLocalAddress();
  }

  boolean hasRoom() {
    return waiting.size() + halfOpen < backlog;
  }

  void begins(TcpSocket socket) {
    halfOpen++;
  }

  void lost() {
    halfOpen = Math.max(0, halfOpen - 1);
  }

  void accepted(TcpSocket socket) {
    lost();
    waiting.add(socket);
    caller.called();
  }

  /// The next who waits, null when nobody does.
  public @Nullable TcpSocket poll() {
    return waiting.poll();
  }

  /// Stops listening; who waits is turned away.
  public void close() {
    stack.closed(this);
    for (TcpSocket socket = waiting.poll(); socket != null; socket = waiting.poll()) {
      socket.abort();
    }
  }
}
