package dev.fairlead.engine;

import dev.fairlead.StreamConnection;
import dev.fairlead.TlsFacts;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A TLS connection in the clothes of an `SSLSocket`. Its handshake was part of the race, so it is
/// done when the socket is connected; what it agreed on can be read, and not be changed any more.
final class RacingTlsSocket extends SSLSocket {
  private final SocketLine line;
  private final List<HandshakeCompletedListener> listeners = new CopyOnWriteArrayList<>();

  RacingTlsSocket(SocketLine line) {
    this.line = line;
  }

  private @Nullable TlsFacts facts() {
    try {
      StreamConnection connection = line.connection();
      return connection.facts(TlsFacts.class).orElse(null);
    } catch (SocketException notConnected) {
      return null;
    }
  }

  @Override
  public SSLSession getSession() {
    return new FactsSession(facts(), line.peerHost(), getPort());
  }

  @Override
  public SSLSession getHandshakeSession() {
    return getSession();
  }

  @Override
  public String getApplicationProtocol() {
    TlsFacts facts = facts();
    return facts == null ? "" : facts.alpn().orElse("");
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return getApplicationProtocol();
  }

  /// It is done already; fails when the socket is not connected.
  @Override
  public void startHandshake() throws IOException {
    var _ = line.connection();
    javax.net.ssl.HandshakeCompletedEvent event =
        new javax.net.ssl.HandshakeCompletedEvent(this, getSession());
    listeners.forEach(listener -> listener.handshakeCompleted(event));
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    listeners.remove(listener);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return getEnabledCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    TlsFacts facts = facts();
    return facts == null ? new String[0] : new String[] {facts.cipherSuite()};
  }

  /// The stack decides; see `Network.sslSocketFactory(Tls)`.
  @Override
  public void setEnabledCipherSuites(String[] suites) {
    refuseChange("cipher suites");
  }

  @Override
  public String[] getSupportedProtocols() {
    return getEnabledProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    TlsFacts facts = facts();
    return facts == null ? new String[] {"TLSv1.2", "TLSv1.3"} : new String[] {facts.version()};
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    refuseChange("versions");
  }

  /// Parameters that arrive after the handshake have nothing left to change.
  @Override
  public void setSSLParameters(SSLParameters parameters) {
    refuseChange("parameters");
  }

  private static void refuseChange(String what) {
    System.getLogger("dev.fairlead.sockets")
        .log(
            System.Logger.Level.DEBUG,
            "the {0} of a racing TLS socket are those of the stack that its factory was made with",
            what);
  }

  @Override
  public void setUseClientMode(boolean client) {
    if (!client) {
      throw new IllegalArgumentException("this socket is a client");
    }
  }

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    refuseChange("client authentication");
  }

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {
    refuseChange("client authentication");
  }

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean on) {
    refuseChange("session creation");
  }

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }

  @Override
  public void connect(SocketAddress remote) throws IOException {
    line.connect(remote, 0);
  }

  @Override
  public void connect(SocketAddress remote, int timeout) throws IOException {
    line.connect(remote, timeout);
  }

  @Override
  public void bind(@Nullable SocketAddress local) throws IOException {
    line.bind(local);
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return line.remoteAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    InetSocketAddress local = line.local();
    return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress remote = line.remote();
    return remote == null ? 0 : remote.getPort();
  }

  @Override
  public int getLocalPort() {
    InetSocketAddress local = line.local();
    return local == null ? -1 : local.getPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return line.remote();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return line.local();
  }

  /// None: the stream views are the way.
  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return line.input(this::close);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return line.output(this::close);
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    line.option(ChannelOption.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return line.optionOr(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    line.linger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    line.check();
    return line.linger();
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    throw new SocketException("urgent data is not sent (RFC 6093 advises against it)");
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    line.check();
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    line.check();
    return false;
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    line.soTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    line.check();
    return line.soTimeout();
  }

  @Override
  public void setSendBufferSize(int bytes) throws SocketException {
    line.option(ChannelOption.SO_SNDBUF, bytes);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return line.optionOr(ChannelOption.SO_SNDBUF, 65_536);
  }

  @Override
  public void setReceiveBufferSize(int bytes) throws SocketException {
    line.option(ChannelOption.SO_RCVBUF, bytes);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return line.optionOr(ChannelOption.SO_RCVBUF, 65_536);
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    line.option(ChannelOption.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return line.optionOr(ChannelOption.SO_KEEPALIVE, false);
  }

  @Override
  public void setTrafficClass(int bits) throws SocketException {
    line.option(ChannelOption.IP_TOS, bits);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return line.optionOr(ChannelOption.IP_TOS, 0);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    line.option(ChannelOption.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return line.optionOr(ChannelOption.SO_REUSEADDR, false);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
    throw new SocketException("the option " + option.name() + " is set by its own method only");
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    throw new SocketException("the option " + option.name() + " is read by its own method only");
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public void close() {
    line.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    line.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    line.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return line.isConnected();
  }

  @Override
  public boolean isBound() {
    return line.isBound();
  }

  @Override
  public boolean isClosed() {
    return line.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return line.isInputShut();
  }

  @Override
  public boolean isOutputShutdown() {
    return line.isOutputShut();
  }

  @Override
  public String toString() {
    return "socket of " + line;
  }
}
