package dev.fairlead.engine;

import dev.fairlead.ConnectionState;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.NetworkException;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.TcpFacts;
import dev.fairlead.engine.spi.Carrier;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// What a socket of our factories is made of: a connection that comes about when it is connected,
/// and what `java.net.Socket` promises around it. A name is raced, an address is taken as told.
final class SocketLine {
  private final BiFunction<Endpoint, Preferences, StreamConnection> opener;

  /// Options that were set before there was a channel, and are read back.
  private final Map<ChannelOption<?>, Object> options = new ConcurrentHashMap<>();

  private volatile @Nullable StreamConnection connection;
  private volatile @Nullable InetSocketAddress bound;
  private volatile @Nullable InetSocketAddress asked;
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile boolean inputShut;
  private volatile boolean outputShut;
  private volatile int soTimeoutMillis;

  /// Seconds, -1 when off.
  private volatile int linger = -1;

  /// @param opener makes a connection that does nothing yet
  SocketLine(BiFunction<Endpoint, Preferences, StreamConnection> opener) {
    this.opener = opener;
  }

  void bind(@Nullable SocketAddress local) throws SocketException {
    check();
    if (local == null) {
      bound = new InetSocketAddress(0);
    } else if (local instanceof InetSocketAddress address && !address.isUnresolved()) {
      bound = address;
    } else {
      throw new SocketException("cannot bind to " + local);
    }
  }

  void connect(SocketAddress remote, int timeoutMillis) throws IOException {
    check();
    if (timeoutMillis < 0) {
      throw new IllegalArgumentException("a timeout is not negative");
    }
    if (connected) {
      throw new SocketException("already connected");
    }
    if (!(remote instanceof InetSocketAddress address)) {
      throw new SocketException("cannot connect to " + remote);
    }
    asked = address;
    StreamConnection made = opener.apply(Endpoint.of(address), preferences(timeoutMillis));
    connection = made;
    if (closed) {
      made.abort();
    }
    try {
      made.ready();
    } catch (NetworkException failure) {
      made.abort();
      if (closed) {
        throw new SocketException("the socket was closed while it connected", failure);
      }
      closed = true;
      throw translated(failure);
    }
    connected = true;
    options.forEach(this::apply);
  }

  private Preferences preferences(int timeoutMillis) {
    Preferences preferences = Preferences.defaults();
    InetSocketAddress local = bound;
    if (local != null && !local.getAddress().isAnyLocalAddress()) {
      preferences = preferences.localAddress(local.getAddress());
    }
    if (local != null && local.getPort() != 0) {
      preferences = preferences.localPort(local.getPort());
    }
    return timeoutMillis == 0
        ? preferences
        : preferences.deadline(Duration.ofMillis(timeoutMillis));
  }

  /// The failure as code that expects a socket knows it.
  private static IOException translated(NetworkException failure) {
    if (!(failure instanceof EstablishmentException)) {
      return StreamInput.translated(failure);
    }
    String message = failure.getMessage();
    IOException translated =
        switch (failure.reason()) {
          case NAME_NOT_FOUND, NO_ADDRESS, RESOLVER_FAILED -> new UnknownHostException(message);
          case NO_ANSWER, DEADLINE, HANDSHAKE_TIMEOUT -> new SocketTimeoutException(message);
          case UNREACHABLE, NO_PATH -> new NoRouteToHostException(message);
          case NOT_TLS,
              TLS_VERSION,
              TLS_NEGOTIATION,
              CERTIFICATE_NAME,
              CERTIFICATE_EXPIRED,
              CERTIFICATE_NOT_YET_VALID,
              CERTIFICATE_UNTRUSTED,
              CERTIFICATE_REFUSED,
              CLIENT_CERTIFICATE,
              PROTOCOL ->
              new SSLHandshakeException(message);
          default -> new ConnectException(message);
        };
    translated.initCause(failure);
    return translated;
  }

  /// The connection, once it is there.
  StreamConnection connection() throws SocketException {
    check();
    StreamConnection now = connection;
    if (now == null || !connected) {
      throw new SocketException("not connected");
    }
    return now;
  }

  InputStream input(StreamInput.Closing closing) throws SocketException {
    if (inputShut) {
      throw new SocketException("the input is shut down");
    }
    StreamInput all = new StreamInput(connection(), this::limit, closing);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        checkOpen();
        return inputShut ? -1 : all.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        checkOpen();
        return inputShut ? -1 : all.read(target, offset, length);
      }

      @Override
      public int available() throws IOException {
        checkOpen();
        return inputShut ? 0 : all.available();
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  private void checkOpen() throws SocketException {
    check();
  }

  OutputStream output(StreamInput.Closing closing) throws SocketException {
    if (outputShut) {
      throw new SocketException("the output is shut down");
    }
    return new StreamOutput(connection(), closing);
  }

  private @Nullable Duration limit() {
    int millis = soTimeoutMillis;
    return millis == 0 ? null : Duration.ofMillis(millis);
  }

  void shutdownInput() throws SocketException {
    var _ = connection();
    inputShut = true;
  }

  void shutdownOutput() throws IOException {
    StreamConnection now = connection();
    try {
      now.sendEnd();
      outputShut = true;
    } catch (NetworkException failure) {
      throw StreamInput.translated(failure);
    } catch (IllegalStateException cannot) {
      throw new SocketException(String.valueOf(cannot.getMessage()), cannot);
    }
  }

  /// Ends both directions as a socket does: returns when everything was handed to the system, and
  /// leaves the rest of the good order to the loop.
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    StreamConnection now = connection;
    if (now == null) {
      return;
    }
    if (!connected || linger == 0) {
      now.abort();
      return;
    }
    CompletableFuture<Void> all = now.closeAsync();
    if (now instanceof RealConnection ours) {
      CompletableFuture<?> handed =
          CompletableFuture.anyOf(ours.parts().wire().ended().exceptionally(lost -> null), all);
      Blocking blocking = ours.parts().site().blocking();
      if (blocking.await(handed, Blocking.FOREVER) == Blocking.End.INTERRUPTED) {
        now.abort();
      }
    }
  }

  boolean isConnected() {
    return connected;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isBound() {
    return bound != null || connected;
  }

  boolean isInputShut() {
    return inputShut;
  }

  boolean isOutputShut() {
    return outputShut;
  }

  void check() throws SocketException {
    if (closed) {
      throw new SocketException("the socket is closed");
    }
  }

  @Nullable InetSocketAddress local() {
    StreamConnection now = connection;
    InetSocketAddress before = bound;
    return now == null ? before : now.facts(TcpFacts.class).flatMap(TcpFacts::local).orElse(before);
  }

  @Nullable InetSocketAddress remote() {
    StreamConnection now = connection;
    return now == null || !connected
        ? null
        : now.facts(TcpFacts.class).flatMap(TcpFacts::remote).orElse(asked);
  }

  @Nullable InetAddress remoteAddress() {
    InetSocketAddress remote = remote();
    return remote == null ? null : remote.getAddress();
  }

  /// The name that was asked for, or the address as text.
  String peerHost() {
    InetSocketAddress address = asked;
    return address == null ? "" : address.getHostString();
  }

  int soTimeout() {
    return soTimeoutMillis;
  }

  void soTimeout(int millis) throws SocketException {
    check();
    if (millis < 0) {
      throw new IllegalArgumentException("a timeout is not negative");
    }
    soTimeoutMillis = millis;
  }

  int linger() {
    return linger;
  }

  void linger(boolean on, int seconds) throws SocketException {
    check();
    linger = on ? Math.min(seconds, 65_535) : -1;
  }

  <T> void option(ChannelOption<T> option, T value) throws SocketException {
    check();
    options.put(option, value);
    apply(option, value);
  }

  <T> T optionOr(ChannelOption<T> option, T otherwise) throws SocketException {
    check();
    Carrier carrier = carrier();
    T value = carrier == null ? null : carrier.channel().config().getOption(option);
    if (value != null) {
      return value;
    }
    @SuppressWarnings("unchecked") // Put there with this very type.
    T kept = (T) options.get(option);
    return kept == null ? otherwise : kept;
  }

  @SuppressWarnings("unchecked")
  private void apply(ChannelOption<?> option, Object value) {
    Carrier carrier = carrier();
    if (carrier != null) {
      carrier.channel().config().setOption((ChannelOption<Object>) option, value);
    }
  }

  private @Nullable Carrier carrier() {
    return connection instanceof RealConnection ours && connected
        ? ours.parts().wire().lastCarrier()
        : null;
  }

  @Override
  public String toString() {
    StreamConnection now = connection;
    ConnectionState state = now == null ? new ConnectionState.Setup() : now.state();
    return peerHost() + " " + state;
  }
}
