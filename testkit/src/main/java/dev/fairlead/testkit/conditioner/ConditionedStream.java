package dev.fairlead.testkit.conditioner;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// The link in a pipeline: what passes goes through [Outgoing] or [Incoming]. Failures and the
/// channel's own end are told at once.
final class ConditionedStream extends ChannelDuplexHandler {
  private final Parts parts;
  private @Nullable Outgoing outgoing;
  private @Nullable Incoming incoming;

  ConditionedStream(Parts parts) {
    this.parts = parts;
  }

  /// Content may flow.
  void start() {
    in().start();
  }

  /// Ends our direction.
  ChannelFuture finish() {
    return out().finish();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    outgoing = new Outgoing(context, parts);
    incoming = new Incoming(context, parts);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    in().wanted();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    in().came((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    in().readComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    in().tell(() -> context.fireUserEventTriggered(event));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf content) {
      out().write(content, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new IllegalArgumentException("a link carries bytes"));
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    out().flush();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (context.channel().isActive()) {
      out().close(promise);
    } else {
      context.close(promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  private void end() {
    in().end();
    out().end();
  }

  private Incoming in() {
    return added(incoming);
  }

  private Outgoing out() {
    return added(outgoing);
  }

  private static <T> T added(@Nullable T part) {
    if (part == null) {
      throw new AssertionError("used before it is in a pipeline");
    }
    return part;
  }
}
