package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.Facts;
import dev.fairlead.FailureCause;
import dev.fairlead.Framer;
import dev.fairlead.FramerSite;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.core.framing.Opening;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What framers, or an exchange of the program, say on one channel before it is ready. Afterwards
/// everything passes through: messages are made and read by who sends and receives.
final class FramerLayer implements Layer {
  private final String name;
  private final boolean server;
  private final Endpoint endpoint;
  private final Function<FramerSite, Begun> begin;
  private List<Facts> below = List.of();
  private @Nullable Begun begun;

  /// What was made for one attempt.
  ///
  /// @param framers the lowest first; none for a stream
  record Begun(List<Framer<?>> framers, Opening opening) {}

  FramerLayer(String name, boolean server, Endpoint endpoint, Function<FramerSite, Begun> begin) {
    this.name = name;
    this.server = server;
    this.endpoint = endpoint;
    this.begin = begin;
  }

  /// The framers of this channel, the lowest first.
  List<Framer<?>> framers() {
    return begun == null ? List.of() : begun.framers();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void below(List<Facts> facts) {
    below = List.copyOf(facts);
  }

  @SuppressWarnings("CatchingUnchecked") // A framer is the program's and may throw anything.
  @Override
  public void install(Channel channel, LayerListener listener) {
    Endpoint peer =
        server && channel.remoteAddress() instanceof InetSocketAddress it
            ? Endpoint.of(it)
            : endpoint;
    try {
      Begun made = begin.apply(new FramerSite(peer, server, below));
      begun = made;
      ByteBuffer said = made.opening().advance(ByteBuffer.allocate(0));
      if (said.hasRemaining()) {
        channel.writeAndFlush(Unpooled.copiedBuffer(said));
      }
      if (made.opening().isDone()) {
        listener.ready(new Ready(null, "", Optional.empty()));
      } else {
        channel.pipeline().addLast(new Talking(made.opening(), listener));
      }
    } catch (RuntimeException failure) {
      listener.failed(failed(failure));
    }
  }

  private LayerFailure failed(RuntimeException failure) {
    return new LayerFailure(
        name,
        FailureCause.PROTOCOL,
        failure instanceof MalformedMessageException
            ? String.valueOf(failure.getMessage())
            : "the " + name + " failed: " + failure,
        failure);
  }

  @Override
  public ChannelFuture endOutput(Channel channel) {
    throw new AssertionError("ends are the business of the layers below");
  }

  @Override
  public boolean halfCloses() {
    return true;
  }

  @Override
  public boolean passesFiles() {
    return true;
  }

  @Override
  public boolean passesThrough() {
    return true;
  }

  /// Stands in the pipeline while there is something to say.
  private final class Talking extends ChannelInboundHandlerAdapter {
    private final Opening opening;
    private final LayerListener listener;
    private boolean over;

    Talking(Opening opening, LayerListener listener) {
      this.opening = opening;
      this.listener = listener;
    }

    @SuppressWarnings("CatchingUnchecked") // As above.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (over || !(message instanceof ByteBuf buffer)) {
        ReferenceCountUtil.release(message);
        return;
      }
      try {
        ByteBuffer said = opening.advance(buffer.nioBuffer());
        if (said.hasRemaining()) {
          context.writeAndFlush(Unpooled.copiedBuffer(said));
        }
      } catch (RuntimeException failure) {
        over = true;
        listener.failed(failed(failure));
      } finally {
        buffer.release();
      }
      if (!over && opening.isDone()) {
        over = true;
        listener.ready(new Ready(null, "", Optional.empty()));
        ByteBuffer rest = opening.leftOver();
        if (rest.hasRemaining()) {
          context.fireChannelRead(Unpooled.wrappedBuffer(rest));
          context.fireChannelReadComplete();
        }
        context.pipeline().remove(this);
      }
    }
  }
}
