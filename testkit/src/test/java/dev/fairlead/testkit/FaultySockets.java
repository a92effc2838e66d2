package dev.fairlead.testkit;

import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.PromiseNotifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Sockets with a planted bug. The engine above is the real one; what it asks of a stream gets lost
/// now and then, as if the engine had forgotten it.
record FaultySockets(Transport real, Bug bug) implements Transport {
  /// What is forgotten.
  enum Bug {
    /// Nothing.
    NONE,
    /// An attempt that still connects when another has won is not closed.
    ATTEMPT_NOT_CANCELLED,
    /// The end of our direction is not sent if anything had to be sent twice before.
    HALF_CLOSE_LOST
  }

  @Override
  public DuplexChannel newStream(Domain domain) {
    DuplexChannel stream = real.newStream(domain);
    return (DuplexChannel)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DuplexChannel.class},
            (_, method, arguments) -> asked(stream, method, arguments));
  }

  private @Nullable Object asked(DuplexChannel stream, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (bug == Bug.ATTEMPT_NOT_CANCELLED
        && method.getName().equals("close")
        && !stream.isActive()) {
      return stream.newSucceededFuture();
    }
    if (bug == Bug.HALF_CLOSE_LOST
        && method.getName().equals("shutdownOutput")
        && repeated(stream)
        && arguments != null) {
      return ((ChannelPromise) arguments[0]).setSuccess();
    }
    try {
      return method.invoke(stream, onStream(stream, arguments));
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /// Netty wants promises that were made for its own channel.
  private static Object @Nullable [] onStream(DuplexChannel stream, Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    Object[] own = arguments.clone();
    for (int i = 0; i < own.length; i++) {
      if (own[i] instanceof ChannelPromise promise && !stream.equals(promise.channel())) {
        own[i] = stream.newPromise().addListener(new PromiseNotifier<>(false, promise));
      }
    }
    return own;
  }

  private boolean repeated(Channel stream) {
    return real.facts(stream).orElseThrow().retransmittedSegments().orElse(0) > 0;
  }

  private static Channel bare(Channel channel) {
    return channel.pipeline().channel();
  }

  @Override
  public Applied apply(Channel channel, Wish wish) {
    return real.apply(bare(channel), wish);
  }

  @Override
  public Optional<PathTransfer> facts(Channel channel) {
    return real.facts(bare(channel));
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public String reason() {
    return real.reason();
  }

  @Override
  public EventLoopGroup loops(int count, ThreadFactory threads) {
    return real.loops(count, threads);
  }

  @Override
  public ServerChannel newServer(Domain domain) {
    return real.newServer(domain);
  }

  @Override
  public DatagramChannel newDatagram(ProtocolFamily family) {
    return real.newDatagram(family);
  }

  @Override
  public Optional<Way> way(InetAddress destination) {
    return real.way(destination);
  }

  @Override
  public InterfaceSource interfaces() {
    return real.interfaces();
  }
}
