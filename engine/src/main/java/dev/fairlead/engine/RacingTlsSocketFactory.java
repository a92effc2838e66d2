package dev.fairlead.engine;

import dev.fairlead.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes TLS sockets: raced by name with the handshake as part of the race; over a given socket
/// plain TLS of the JDK.
final class RacingTlsSocketFactory extends SSLSocketFactory {
  private final NetworkParts parts;
  private final Tls tls;

  RacingTlsSocketFactory(NetworkParts parts, Tls tls) {
    this.parts = parts;
    this.tls = tls;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.options().cipherSuites().isEmpty()
        ? ((SSLSocketFactory) SSLSocketFactory.getDefault()).getDefaultCipherSuites()
        : tls.options().cipherSuites().toArray(new String[0]);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return ((SSLSocketFactory) SSLSocketFactory.getDefault()).getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocketFactory layering = LayeredTls.context(tls, parts.site()).getSocketFactory();
    return layering.createSocket(below, host, port, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new RacingTlsSocket(
        new SocketLine(
            (endpoint, preferences) -> RealConnection.open(parts, endpoint, tls, preferences)));
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
