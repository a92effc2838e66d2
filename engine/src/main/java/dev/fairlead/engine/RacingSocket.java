package dev.fairlead.engine;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection in the clothes of a `java.net.Socket`, for libraries that take a socket factory.
final class RacingSocket extends Socket {
  private final SocketLine line;

  RacingSocket(SocketLine line) throws SocketException {
    super((java.net.SocketImpl) null);
    this.line = line;
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
