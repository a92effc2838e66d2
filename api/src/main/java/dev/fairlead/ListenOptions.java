package dev.fairlead;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// How a listener listens.
///
/// @param addresses where to listen: [Endpoint.Address] and [Endpoint.Unix]; empty for every
/// address of this machine, both families, on the port given to `listen`
/// @param backlog connections that may wait in the kernel, 1024
/// @param reuse whether the address may be bound again at once after a stop, and the port shared
/// with other listeners of the same user (`SO_REUSEPORT`); the first is always on, the second is
/// this switch, off by default
/// @param localOnly whether peers beyond the local link are turned away
/// @param connectionsMax connections at a time; above it, accepting pauses; 10,000
/// @param handshakesMax handshakes at a time; above it, accepting pauses; 1,000
/// @param handshakeDeadline a connection that is not ready by then is closed, 10 s
/// @param connections the preferences of accepted connections
public record ListenOptions(
    List<Endpoint> addresses,
    int backlog,
    boolean reuse,
    boolean localOnly,
    int connectionsMax,
    int handshakesMax,
    Duration handshakeDeadline,
    Preferences connections) {
  private static final ListenOptions DEFAULTS =
      new ListenOptions(
          List.of(),
          1024,
          false,
          false,
          10_000,
          1_000,
          Duration.ofSeconds(10),
          Preferences.defaults());

  public ListenOptions {
    addresses = List.copyOf(addresses);
    for (Endpoint address : addresses) {
      if (!(address instanceof Endpoint.Address || address instanceof Endpoint.Unix)) {
        throw new IllegalArgumentException("a listener needs an address or a path, not " + address);
      }
    }
    if (backlog < 1 || connectionsMax < 1 || handshakesMax < 1) {
      throw new IllegalArgumentException("backlog and limits are at least 1");
    }
    if (handshakeDeadline.isNegative() || handshakeDeadline.isZero()) {
      throw new IllegalArgumentException("the handshake deadline must be longer than nothing");
    }
    Objects.requireNonNull(connections, "connections");
  }

  /// Every address, the limits above.
  public static ListenOptions defaults() {
    return DEFAULTS;
  }

  /// Only on these addresses or paths.
  public ListenOptions addresses(Endpoint... addresses) {
    return new ListenOptions(
        List.of(addresses),
        backlog,
        reuse,
        localOnly,
        connectionsMax,
        handshakesMax,
        handshakeDeadline,
        connections);
  }

  /// This many connections may wait in the kernel.
  public ListenOptions backlog(int connections) {
    return new ListenOptions(
        addresses,
        connections,
        reuse,
        localOnly,
        connectionsMax,
        handshakesMax,
        handshakeDeadline,
        this.connections);
  }

  /// The port may be shared with other listeners of the same user.
  public ListenOptions reuse(boolean on) {
    return new ListenOptions(
        addresses,
        backlog,
        on,
        localOnly,
        connectionsMax,
        handshakesMax,
        handshakeDeadline,
        connections);
  }

  /// Peers beyond the local link are turned away.
  public ListenOptions localOnly(boolean on) {
    return new ListenOptions(
        addresses,
        backlog,
        reuse,
        on,
        connectionsMax,
        handshakesMax,
        handshakeDeadline,
        connections);
  }

  /// At most this many connections at a time.
  public ListenOptions connectionsMax(int connections) {
    return new ListenOptions(
        addresses,
        backlog,
        reuse,
        localOnly,
        connections,
        handshakesMax,
        handshakeDeadline,
        this.connections);
  }

  /// At most this many handshakes at a time.
  public ListenOptions handshakesMax(int handshakes) {
    return new ListenOptions(
        addresses,
        backlog,
        reuse,
        localOnly,
        connectionsMax,
        handshakes,
        handshakeDeadline,
        connections);
  }

  /// A connection that is not ready by then is closed.
  public ListenOptions handshakeDeadline(Duration limit) {
    return new ListenOptions(
        addresses, backlog, reuse, localOnly, connectionsMax, handshakesMax, limit, connections);
  }

  /// The preferences of accepted connections.
  public ListenOptions connections(Preferences preferences) {
    return new ListenOptions(
        addresses,
        backlog,
        reuse,
        localOnly,
        connectionsMax,
        handshakesMax,
        handshakeDeadline,
        preferences);
  }
}
