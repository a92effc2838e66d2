package dev.fairlead.testkit.channel;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.udp.UdpSocket;
import dev.fairlead.testkit.udp.UdpUser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A datagram channel over simulated UDP.
final class SimDatagrams extends DatagramSurface implements UdpUser {
  private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

  /// What waits for a reader that is slow, as in a socket's buffer; what comes then is lost.
  private static final int WAITING_BYTES_MAX = 208 * 1024;

  private final Machine machine;
  private final ProtocolFamily family;
  private final ArrayDeque<DatagramPacket> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private @Nullable UdpSocket socket;
  private boolean open = true;
  private boolean connected;
  private boolean readWanted;
  private boolean readQueued;
  private @Nullable String interfaceName;

  SimDatagrams(Machine machine, ProtocolFamily family) {
    this.machine = machine;
    this.family = family;
  }

  /// Packets leave by this interface only.
  void leaveBy(String name) {
    interfaceName = name;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && socket != null;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop.equals(machine.host().net().turns().loop());
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new DatagramUnsafe();
  }

  private final class DatagramUnsafe extends AbstractUnsafe {
    @Override
    public void connect(
        SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      boolean wasActive = isActive();
      try {
        if (socket == null) {
          doBind(local == null ? anywhere() : local);
        }
        bound().connect((InetSocketAddress) remote);
        connected = true;
        promise.trySuccess();
        if (!wasActive) {
          pipeline().fireChannelActive();
        }
      } catch (IOException | RuntimeException failure) {
        safeSetFailure(promise, annotateConnectException(failure, remote));
        closeIfClosed();
      }
    }
  }

  private InetSocketAddress anywhere() {
    boolean ipv4 = family == StandardProtocolFamily.INET;
    return new InetSocketAddress(InetAddress.ofLiteral(ipv4 ? "0.0.0.0" : "::"), 0);
  }

  @Override
  UdpSocket bound() {
    UdpSocket it = socket;
    if (it == null) {
      throw new NotYetConnectedException();
    }
    return it;
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    boolean shares =
        simConfig().isOn(ChannelOption.SO_REUSEADDR)
            || Boolean.TRUE.equals(config().getOption(ChannelOption.SO_REUSEADDR));
    socket = machine.udp().bind((InetSocketAddress) address, shares, this);
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    UdpSocket it = socket;
    return it == null ? null : it.local();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    UdpSocket it = socket;
    return it == null ? null : it.peer();
  }

  @Override
  protected void doDisconnect() throws IOException {
    bound().connect(null);
    connected = false;
  }

  @Override
  protected void doClose() {
    open = false;
    connected = false;
    UdpSocket it = socket;
    if (it != null) {
      it.close();
    }
    waiting.forEach(DatagramPacket::release);
    waiting.clear();
  }

  @Override
  protected void doBeginRead() {
    readWanted = true;
    if (!waiting.isEmpty()) {
      queueRead();
    }
  }

  @Override
  public void arrived(InetSocketAddress source, InetSocketAddress destination, Bytes bytes) {
    if (!open || waitingBytes + bytes.length() > WAITING_BYTES_MAX) {
      machine.host().net().journal().note(machine.host().name(), "socket buffer full");
      return;
    }
    ByteBuf content = alloc().buffer(Math.max(1, bytes.length()));
    content.writeBytes(bytes.asByteBuffer());
    waiting.add(new DatagramPacket(content, destination, source));
    waitingBytes += bytes.length();
    if (readWanted) {
      queueRead();
    }
  }

  private void queueRead() {
    if (!readQueued) {
      readQueued = true;
      eventLoop().execute(this::read0);
    }
  }

  private void read0() {
    readQueued = false;
    if (!open || !readWanted || waiting.isEmpty()) {
      return;
    }
    readWanted = false;
    int most = METADATA.defaultMaxMessagesPerRead();
    for (int i = 0; i < most && open; i++) {
      DatagramPacket packet = waiting.poll();
      if (packet == null) {
        break;
      }
      waitingBytes -= packet.content().readableBytes();
      pipeline().fireChannelRead(packet);
    }
    pipeline().fireChannelReadComplete();
    if (readWanted && !waiting.isEmpty()) {
      queueRead();
    }
  }

  @Override
  public void heard(IOException why) {
    if (open) {
      eventLoop().execute(() -> pipeline().fireExceptionCaught(why));
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof DatagramPacket
        || message instanceof ByteBuf
        || message instanceof AddressedEnvelope<?, ?>) {
      return message;
    }
    throw new IllegalArgumentException("not a datagram: " + message.getClass());
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer from) {
    for (Object message = from.current(); message != null; message = from.current()) {
      InetSocketAddress to = bound().peer();
      Object content = message;
      if (message instanceof AddressedEnvelope<?, ?> envelope) {
        content = envelope.content();
        to = envelope.recipient() == null ? to : (InetSocketAddress) envelope.recipient();
      }
      try {
        if (to == null) {
          throw new NotYetConnectedException();
        }
        bound().send(to, Bytes.copyOf(((ByteBuf) content).nioBuffer()), by());
        from.remove();
      } catch (IOException | RuntimeException failure) {
        // As with real sockets, one datagram that cannot leave does not hurt the others.
        from.remove(failure);
      }
    }
  }

  private @Nullable String by() {
    return interfaceName != null ? interfaceName : multicastInterface();
  }
}
