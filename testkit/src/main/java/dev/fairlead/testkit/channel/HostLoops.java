package dev.fairlead.testkit.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The share of one network in the world's loop: when the network ends, its channels end and the
/// loop goes on.
final class HostLoops extends AbstractEventExecutorGroup implements EventLoopGroup {
  private final EventLoop loop;
  private final Promise<Void> ended;

  /// On the loop.
  private final Set<Channel> channels = new LinkedHashSet<>();

  private volatile boolean ending;

  HostLoops(EventLoop loop) {
    this.loop = loop;
    this.ended = loop.newPromise();
  }

  @Override
  public EventLoop next() {
    return loop;
  }

  @Override
  public Iterator<EventExecutor> iterator() {
    return List.<EventExecutor>of(loop).iterator();
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, loop));
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    Channel channel = promise.channel();
    loop.execute(() -> enter(channel));
    return loop.register(promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    loop.execute(() -> enter(channel));
    return loop.register(channel, promise);
  }

  private void enter(Channel channel) {
    if (ending) {
      channel.unsafe().closeForcibly();
    } else if (channel.isOpen()) {
      channels.add(channel);
      channel.closeFuture().addListener(_ -> channels.remove(channel));
    }
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    if (!ending) {
      ending = true;
      loop.execute(
          () -> {
            List.copyOf(channels).forEach(Channel::close);
            ended.trySuccess(null);
          });
    }
    return ended;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // Netty's, not ours.
  public void shutdown() {
    shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Override
  public Future<?> terminationFuture() {
    return ended;
  }

  @Override
  public boolean isShuttingDown() {
    return ending;
  }

  @Override
  public boolean isShutdown() {
    return ended.isDone();
  }

  @Override
  public boolean isTerminated() {
    return ended.isDone();
  }

  /// Never waits: nobody may wait for the loop outside of the world's turns.
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended.isDone();
  }
}
