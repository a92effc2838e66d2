package dev.fairlead.testkit.conditioner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the layers above write, on its way over the link to the socket. Lives on the channel's
/// loop.
///
/// A write is done when its last byte is on the link, as it would be in a socket's buffer. While
/// more
/// than a little waits for the link, the channel is not writable.
final class Outgoing {
  private static final int WAITING_MOST = 64 * 1024;

  /// What the socket may hold of what has arrived; beyond that the peer does not read.
  private static final int SOCKET_MOST = 256 * 1024;

  /// Which of the channel's flags for writability is ours.
  private static final int WRITABILITY = 7;

  /// A link through which nothing comes for so long keeps nobody from closing.
  private static final long CLOSE_MOST_SECONDS = 10;

  private final ChannelHandlerContext context;
  private final StreamWay<Object> way;
  private final Segments waiting;
  private final Alarm alarm;
  private final ArrayDeque<Write> unflushed = new ArrayDeque<>();
  private final ArrayDeque<Owed> owed = new ArrayDeque<>();

  /// Bytes that were flushed, and those of them that are on the link or beyond.
  private long flushedBytes;

  private long sentBytes;
  private int inSocket;
  private final ArrayDeque<Last> lasts = new ArrayDeque<>();

  /// How many segments the socket was given.
  private long arrived;

  private boolean writable = true;
  private boolean ended;

  private record Write(ByteBuf content, ChannelPromise promise) {}

  /// The write that ends at a position of the stream.
  private record Owed(long position, ChannelPromise promise) {}

  /// The end of the stream, which takes its turn behind all content.
  private record Last(Runnable action) {}

  Outgoing(ChannelHandlerContext context, Parts parts) {
    this.context = context;
    this.way = parts.outgoingWay();
    this.waiting = new Segments(context.alloc(), parts.outgoing().way());
    this.alarm = new Alarm(context.channel().eventLoop(), parts.ticker(), this::move);
  }

  void write(ByteBuf content, ChannelPromise promise) {
    if (ended) {
      content.release();
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    unflushed.addLast(new Write(content, promise));
  }

  void flush() {
    for (Write each = unflushed.poll(); each != null; each = unflushed.poll()) {
      flushedBytes += each.content.readableBytes();
      owed.addLast(new Owed(flushedBytes, each.promise));
      waiting.add(each.content);
    }
    move();
  }

  /// Ends our direction after everything that was written.
  ChannelFuture finish() {
    Channel channel = context.channel();
    ChannelPromise finished = channel.newPromise();
    flush();
    lasts.addLast(
        new Last(
            () ->
                // Netty's shutdown drops what still waits in the channel.
                context
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(_ -> ((DuplexChannel) channel).shutdownOutput(finished))));
    move();
    return finished;
  }

  /// Closes after everything that was written, or when the link does not let it through.
  void close(ChannelPromise promise) {
    if (ended) {
      context.close(promise);
      return;
    }
    flush();
    lasts.addLast(
        new Last(
            () ->
                // Netty's close drops what still waits in the channel, too.
                context
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(_ -> context.close(promise))));
    move();
    if (!ended) {
      watch(arrived);
    }
  }

  /// Closes when nothing more arrives.
  private void watch(long before) {
    ScheduledFuture<?> timer =
        context
            .channel()
            .eventLoop()
            .schedule(
                () -> {
                  if (arrived == before) {
                    context.close();
                  } else {
                    watch(arrived);
                  }
                },
                CLOSE_MOST_SECONDS,
                TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(_ -> timer.cancel(false));
  }

  private void move() {
    if (ended) {
      return;
    }
    long now = alarm.now();
    arrive(now);
    while (!waiting.isEmpty() && way.admits(now, waiting.next())) {
      int bytes = waiting.next();
      way.send(now, waiting.take(), bytes);
      sentBytes += bytes;
    }
    while (waiting.isEmpty() && !lasts.isEmpty()) {
      way.send(now, lasts.removeFirst(), 0);
    }
    arrive(now);
    settle();
    if (!waiting.isEmpty()) {
      alarm.at(Math.max(way.roomNanos(now, waiting.next()), now + 1));
    }
    if (inSocket < SOCKET_MOST) {
      alarm.at(way.dueNanos());
    }
  }

  /// Hands to the socket what has arrived there, as far as it takes it.
  private void arrive(long now) {
    boolean any = false;
    while (inSocket < SOCKET_MOST && !ended) {
      Object next = way.arrived(now);
      if (next == null) {
        break;
      }
      arrived++;
      if (next instanceof Last end) {
        end.action.run();
      } else {
        any = true;
        ByteBuf content = (ByteBuf) next;
        int bytes = content.readableBytes();
        inSocket += bytes;
        context.write(content).addListener(done -> written(bytes, done.cause()));
      }
    }
    if (any) {
      context.flush();
    }
  }

  private void written(int bytes, @Nullable Throwable failure) {
    boolean blocked = inSocket >= SOCKET_MOST;
    inSocket -= bytes;
    if (failure != null && !ended) {
      // Whoever wrote it was told that it is on its way.
      context.fireExceptionCaught(failure);
    } else if (blocked && inSocket < SOCKET_MOST) {
      context.channel().eventLoop().execute(this::move);
    }
  }

  /// Tells whose writes are on the link, and whether there may be more.
  private void settle() {
    for (Owed first = owed.peekFirst();
        first != null && first.position <= sentBytes;
        first = owed.peekFirst()) {
      owed.removeFirst();
      first.promise.trySuccess();
    }
    boolean now = waiting.bytes() < WAITING_MOST;
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    if (now != writable && buffer != null) {
      writable = now;
      buffer.setUserDefinedWritability(WRITABILITY, now);
    }
  }

  /// The channel is gone, and with it what was under way.
  void end() {
    ended = true;
    alarm.stop();
    waiting.release();
    way.drain().forEach(ReferenceCountUtil::release);
    ClosedChannelException closed = new ClosedChannelException();
    for (Write each = unflushed.poll(); each != null; each = unflushed.poll()) {
      each.content.release();
      each.promise.tryFailure(closed);
    }
    for (Owed each = owed.poll(); each != null; each = owed.poll()) {
      each.promise.tryFailure(closed);
    }
  }
}
