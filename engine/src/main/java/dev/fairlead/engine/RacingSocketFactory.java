package dev.fairlead.engine;

import dev.fairlead.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes sockets that race when they are given a host name.
final class RacingSocketFactory extends SocketFactory {
  private final NetworkParts parts;

  RacingSocketFactory(NetworkParts parts) {
    this.parts = parts;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new RacingSocket(
        new SocketLine(
            (endpoint, preferences) ->
                RealConnection.open(parts, endpoint, Tcp.defaults(), preferences)));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(null, InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(localHost, localPort),
        InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(null, new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(localAddress, localPort), new InetSocketAddress(address, port));
  }

  private Socket connected(@Nullable InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    Socket socket = createSocket();
    if (local != null) {
      socket.bind(local);
    }
    socket.connect(remote);
    return socket;
  }
}
