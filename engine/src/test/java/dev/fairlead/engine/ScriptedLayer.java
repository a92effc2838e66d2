package dev.fairlead.engine;

import dev.fairlead.FailureCause;
import dev.fairlead.Setting;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.PeerEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.Optional;

/// A layer whose handshake is one byte of the peer: `+` makes it ready, anything else fails it. The
/// peer must end with a `.`, else its end is a truncation.
record ScriptedLayer(boolean halfCloses) implements LayerFactory {
  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public String engine() {
    return "script";
  }

  @Override
  public String engineReason() {
    return "";
  }

  @Override
  public long readyLimitNanos() {
    return 0;
  }

  @Override
  public Layer create() {
    return new OneLayer(halfCloses);
  }

  private record OneLayer(boolean halfCloses) implements Layer {
    @Override
    public String name() {
      return "script";
    }

    @Override
    public void install(Channel channel, LayerListener listener) {
      channel.pipeline().addLast(new Reader(listener));
    }

    @Override
    public ChannelFuture endOutput(Channel channel) {
      return halfCloses
          ? ((DuplexChannel) channel).shutdownOutput()
          : channel.newFailedFuture(new LayerFailure("script", FailureCause.OPTION, "both", null));
    }

    @Override
    public boolean passesFiles() {
      return false;
    }
  }

  private static final class Reader extends ChannelInboundHandlerAdapter {
    private final Layer.LayerListener listener;
    private boolean ready;
    private boolean ended;

    Reader(Layer.LayerListener listener) {
      this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf content = (ByteBuf) message;
      if (!ready) {
        ready = true;
        if (content.readByte() == '+') {
          listener.ready(new Layer.Ready(null, "scripted", Optional.empty()));
        } else {
          listener.failed(new LayerFailure("script", FailureCause.PROTOCOL, "no plus", null));
        }
      }
      ended = content.isReadable() && content.getByte(content.writerIndex() - 1) == '.';
      context.fireChannelRead(content);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      if (ready) {
        context.fireExceptionCaught(failure);
      } else {
        fail(FailureCause.RESET);
      }
    }

    private void fail(FailureCause cause) {
      ready = true;
      listener.failed(new LayerFailure("script", cause, "the peer left", null));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == PeerEnd.ORDERLY && !ready) {
        fail(FailureCause.CLOSED_EARLY);
        return;
      }
      boolean cut = event == PeerEnd.ORDERLY && !ended;
      context.fireUserEventTriggered(cut ? PeerEnd.TRUNCATED : event);
    }
  }
}
