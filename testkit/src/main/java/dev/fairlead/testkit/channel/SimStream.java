package dev.fairlead.testkit.channel;

import dev.fairlead.testkit.net.Host;
import dev.fairlead.testkit.tcp.StreamUser;
import dev.fairlead.testkit.tcp.TcpSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.DuplexChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream channel over simulated TCP.
final class SimStream extends AbstractChannel implements DuplexChannel, StreamUser {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private final Machine machine;
  private final SimConfig config = new SimConfig(this);
  private final Wishes wishes = new Wishes();
  private @Nullable TcpSocket socket;
  private @Nullable InetSocketAddress bound;
  private @Nullable ChannelPromise connecting;
  private boolean open = true;
  private boolean readWanted;
  private boolean readQueued;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean outputWaits;

  SimStream(Machine machine) {
    super(null);
    this.machine = machine;
  }

  SimStream(Channel parent, Machine machine, TcpSocket accepted) {
    super(parent);
    this.machine = machine;
    this.socket = accepted;
    accepted.use(this);
  }

  Wishes wishes() {
    return wishes;
  }

  @Nullable TcpSocket socket() {
    return socket;
  }

  @Override
  public ChannelConfig config() {
    return config;
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
    TcpSocket it = socket;
    return open && it != null && connecting == null && it.isOpen();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop.equals(machine.host().net().turns().loop());
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new StreamUnsafe();
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    TcpSocket it = socket;
    return it == null ? bound : it.local();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    TcpSocket it = socket;
    return it == null ? null : it.remote();
  }

  @Override
  protected void doBind(SocketAddress address) throws BindException {
    InetSocketAddress local = (InetSocketAddress) address;
    if (!local.getAddress().isAnyLocalAddress() && !machine.host().has(local.getAddress())) {
      throw new BindException("Cannot assign requested address");
    }
    bound = local;
  }

  private final class StreamUnsafe extends AbstractUnsafe {
    @Override
    public void connect(
        SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      try {
        if (connecting != null) {
          throw new ConnectionPendingException();
        }
        if (socket != null) {
          throw new AlreadyConnectedException();
        }
        if (local != null) {
          doBind(local);
        }
        begin((InetSocketAddress) remote, promise);
      } catch (IOException | RuntimeException failure) {
        safeSetFailure(promise, annotateConnectException(failure, remote));
        closeIfClosed();
      }
    }

    @Override
    protected void flush0() {
      if (!outputWaits) {
        super.flush0();
      }
    }

    void flushAgain() {
      outputWaits = false;
      super.flush0();
    }

    void settle(ChannelPromise promise, @Nullable IOException failure) {
      if (failure != null) {
        safeSetFailure(promise, failure);
        closeIfClosed();
      } else {
        boolean tellsActive = promise.trySuccess();
        pipeline().fireChannelActive();
        if (!tellsActive) {
          close(voidPromise());
        }
      }
    }

    void closeNow() {
      close(voidPromise());
    }
  }

  private StreamUnsafe simUnsafe() {
    return (StreamUnsafe) unsafe();
  }

  private void begin(InetSocketAddress remote, ChannelPromise promise) throws IOException {
    Host.Way way = machine.host().way(remote.getAddress(), wishes.interfaceName());
    InetSocketAddress wanted = bound;
    if (way == null) {
      throw new NoRouteToHostException("Network is unreachable");
    }
    boolean anywhere = wanted == null || wanted.getAddress().isAnyLocalAddress();
    InetAddress own = anywhere ? way.source() : Objects.requireNonNull(wanted).getAddress();
    int port = wanted == null ? 0 : wanted.getPort();
    TcpSocket it = machine.tcp().connect(new InetSocketAddress(own, port), remote, this);
    socket = it;
    connecting = promise;
    wishes.apply(it);
    machine.tcp().begin(it);
  }

  @Override
  public void opened() {
    ChannelPromise promise = connecting;
    connecting = null;
    if (promise != null) {
      simUnsafe().settle(promise, null);
    }
  }

  @Override
  public void failed(IOException why) {
    ChannelPromise promise = connecting;
    connecting = null;
    if (promise != null) {
      simUnsafe().settle(promise, why);
      simUnsafe().closeNow();
    }
  }

  @Override
  public void readable() {
    if (readWanted) {
      queueRead();
    }
  }

  @Override
  public void writable() {
    if (outputWaits) {
      simUnsafe().flushAgain();
    }
  }

  @Override
  public void broke(IOException why) {
    if (open) {
      inputEnded = true;
      pipeline().fireExceptionCaught(why);
      simUnsafe().closeNow();
    }
  }

  @Override
  protected void doBeginRead() {
    readWanted = true;
    TcpSocket it = socket;
    if (it != null && (it.available() > 0 || it.isAtEnd())) {
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
    TcpSocket it = socket;
    if (!open || !readWanted || inputEnded || it == null) {
      return;
    }
    boolean any = it.available() > 0;
    int most = METADATA.defaultMaxMessagesPerRead();
    if (any) {
      readWanted = false;
    }
    for (int i = 0; i < most && it.available() > 0 && open; i++) {
      pipeline().fireChannelRead(gather(it));
    }
    if (any) {
      pipeline().fireChannelReadComplete();
    }
    if (open && it.isAtEnd() && (readWanted || config.isAutoRead())) {
      end();
    } else if (open && readWanted && it.available() > 0) {
      queueRead();
    }
  }

  /// What waits, in buffers of a size that reads of real sockets have.
  private ByteBuf gather(TcpSocket from) {
    int least = Math.min(from.available(), 64 * 1024);
    ByteBuf buffer = alloc().ioBuffer(least);
    while (buffer.readableBytes() < least) {
      byte[] bytes = from.poll();
      if (bytes == null) {
        break;
      }
      buffer.writeBytes(bytes);
    }
    return buffer;
  }

  private void end() {
    inputEnded = true;
    readWanted = false;
    if (Boolean.TRUE.equals(config.getOption(ChannelOption.ALLOW_HALF_CLOSURE))) {
      pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
    } else {
      simUnsafe().closeNow();
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf || message instanceof FileRegion) {
      return message;
    }
    throw new IllegalArgumentException("a stream takes bytes, not " + message.getClass());
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer from) throws IOException {
    TcpSocket it = socket;
    if (it == null || connecting != null) {
      throw new NotYetConnectedException();
    }
    if (outputEnded) {
      throw new ChannelOutputShutdownException("the output is shut down");
    }
    for (Object message = from.current(); message != null; message = from.current()) {
      int room = it.room();
      boolean empty = message instanceof ByteBuf buffer && !buffer.isReadable();
      if (room == 0 && !empty) {
        outputWaits = true;
        break;
      }
      write(it, message, room, from);
    }
    it.flush();
  }

  private static void write(TcpSocket to, Object message, int room, ChannelOutboundBuffer from)
      throws IOException {
    if (message instanceof ByteBuf buffer) {
      byte[] bytes = new byte[Math.min(room, buffer.readableBytes())];
      buffer.getBytes(buffer.readerIndex(), bytes);
      to.write(bytes);
      from.progress(bytes.length);
      buffer.skipBytes(bytes.length);
      if (!buffer.isReadable()) {
        from.remove();
      }
      return;
    }
    FileRegion region = (FileRegion) message;
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    long wanted = Math.min(room, region.count() - region.transferred());
    Piece piece = new Piece(read, wanted);
    region.transferTo(piece, region.transferred());
    to.write(read.toByteArray());
    from.progress(read.size());
    if (region.transferred() >= region.count() || read.size() == 0) {
      from.remove();
    }
  }

  /// Takes no more bytes of a file than there is room for.
  private record Piece(ByteArrayOutputStream to, long most)
      implements java.nio.channels.WritableByteChannel {
    @Override
    public int write(java.nio.ByteBuffer source) throws IOException {
      int count = (int) Math.min(source.remaining(), most - to.size());
      java.nio.ByteBuffer part = source.slice(source.position(), count);
      int written = Channels.newChannel(to).write(part);
      source.position(source.position() + written);
      return written;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      to.reset();
    }
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doClose() {
    open = false;
    ChannelPromise promise = connecting;
    connecting = null;
    if (promise != null) {
      promise.tryFailure(new ClosedChannelException());
    }
    TcpSocket it = socket;
    if (it != null) {
      if (config.number(ChannelOption.SO_LINGER, -1) == 0) {
        it.abort();
      } else {
        it.close();
      }
    }
  }

  @Override
  protected void doShutdownOutput() {
    outputEnded = true;
    TcpSocket it = socket;
    if (it != null) {
      it.endOutput();
    }
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded || !isActive();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputEnded || !isActive();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    inputEnded = true;
    return promise.setSuccess();
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    EventLoop loop = eventLoop();
    if (loop.inEventLoop()) {
      ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
    } else {
      loop.execute(() -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
    }
    return promise;
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    inputEnded = true;
    return shutdownOutput(promise);
  }
}
