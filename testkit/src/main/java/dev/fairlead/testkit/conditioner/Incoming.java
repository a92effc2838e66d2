package dev.fairlead.testkit.conditioner;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// What came out of the socket, on its way over the link to the layers above: bytes in segments,
/// and
/// between them what was told about the stream. Lives on the channel's loop.
///
/// The socket is read only while nothing waits for the link, so that the peer feels the link's
/// rate.
final class Incoming {
  private final ChannelHandlerContext context;
  private final StreamWay<Object> way;
  private final Segments waiting;
  private final Alarm alarm;

  /// Told behind everything that waits for the link.
  private @Nullable Telling lastWord;

  private boolean started;

  /// Whether somebody above asked for one read, while it does not read by itself.
  private boolean wanted;

  private boolean delivering;
  private boolean ended;

  /// Something about the stream that takes its turn behind the content before it.
  private record Telling(Runnable action) {
    Telling then(Runnable next) {
      return new Telling(
          () -> {
            action.run();
            next.run();
          });
    }
  }

  Incoming(ChannelHandlerContext context, Parts parts) {
    this.context = context;
    this.way = parts.incomingWay();
    this.waiting = new Segments(context.alloc(), parts.incoming().way());
    this.alarm = new Alarm(context.channel().eventLoop(), parts.ticker(), this::move);
  }

  /// From now on the socket is read.
  void start() {
    started = true;
    readBelow();
  }

  /// Somebody above asks to read.
  void wanted() {
    if (!context.channel().config().isAutoRead()) {
      wanted = true;
    }
    deliver();
    readBelow();
  }

  /// Content came.
  void came(ByteBuf content) {
    waiting.add(content);
    move();
    if (!waiting.isEmpty() && context.channel().config().isAutoRead()) {
      // Off and on again: who is above goes on being read to, but the transport stops until it is
      // asked to read, which is what comes down here from the second call and goes no further.
      context.channel().config().setAutoRead(false);
      context.channel().config().setAutoRead(true);
    }
  }

  /// A read below is complete.
  void readComplete() {
    readBelow();
  }

  /// Is told after everything that came before.
  void tell(Runnable action) {
    lastWord = lastWord == null ? new Telling(action) : lastWord.then(action);
    move();
  }

  /// Moves what may move: onto the link, off it, and up.
  private void move() {
    if (ended) {
      return;
    }
    long now = alarm.now();
    way.resend(now);
    while (!waiting.isEmpty() && way.admits(now, waiting.next())) {
      int bytes = waiting.next();
      way.send(now, waiting.take(), bytes);
    }
    Telling last = lastWord;
    if (waiting.isEmpty() && last != null) {
      lastWord = null;
      way.send(now, last, 0);
    }
    deliver();
    readBelow();
    if (!waiting.isEmpty()) {
      alarm.at(Math.max(way.roomNanos(now, waiting.next()), now + 1));
    }
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    boolean unfinished = false;
    long now = alarm.now();
    while (isNextWelcome()) {
      Object next = way.arrived(now);
      if (next == null) {
        break;
      }
      if (next instanceof Telling telling) {
        if (unfinished) {
          unfinished = false;
          context.fireChannelReadComplete();
        }
        telling.action.run();
      } else {
        wanted = false;
        unfinished = true;
        context.fireChannelRead(next);
      }
    }
    if (unfinished) {
      context.fireChannelReadComplete();
    }
    delivering = false;
    if (isNextWelcome()) {
      alarm.at(way.dueNanos());
    }
  }

  /// Whether the first in the row may go up once it is there.
  private boolean isNextWelcome() {
    Object first = way.first();
    return !ended
        && first != null
        && (first instanceof Telling || wanted || context.channel().config().isAutoRead());
  }

  /// Asks each time anew: when somebody above pauses, the transport forgets what it was asked.
  private void readBelow() {
    if (started && !ended && waiting.isEmpty() && context.channel().isOpen()) {
      context.read();
    }
  }

  /// The channel is gone, and with it what was under way.
  void end() {
    ended = true;
    alarm.stop();
    waiting.release();
    way.drain().forEach(ReferenceCountUtil::release);
  }
}
