package dev.fairlead.engine;

import dev.fairlead.engine.spi.PeerEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/// The last handler of a carrier's pipeline: gives what comes to the inbox, and tells the
/// connection what becomes of the channel.
final class CarrierHandler extends ChannelInboundHandlerAdapter {
  private final Inbox inbox;
  private final OutboxDrain drain;
  private final Events events;

  /// Whether a read burst is being handed up: what is sent in answer leaves at its end.
  private boolean reading;

  private boolean left;

  CarrierHandler(Inbox inbox, OutboxDrain drain, Events events) {
    this.inbox = inbox;
    this.drain = drain;
    this.events = events;
  }

  /// What becomes of the channel; on the loop.
  interface Events {
    /// The peer ended its direction.
    void peerEnded(PeerEnd how);

    /// The channel broke.
    void inputBroke(Throwable failure);

    /// The channel is closed.
    void channelClosed();
  }

  boolean isReading() {
    return reading;
  }

  /// Nothing of this channel concerns the connection any more.
  void leave() {
    left = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!left && message instanceof ByteBuf buffer) {
      reading = true;
      inbox.arrived(buffer);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    if (!left) {
      drain.drain();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!left) {
      drain.drain();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!left && event instanceof PeerEnd how) {
      events.peerEnded(how);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (!left) {
      events.inputBroke(failure);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reading = false;
    if (!left) {
      events.channelClosed();
    }
  }
}
