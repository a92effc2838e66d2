package dev.fairlead.engine;

import dev.fairlead.Facts;
import dev.fairlead.Handshake;
import dev.fairlead.TcpFacts;
import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.DirectOutput;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket of its own with layers on it.
final class SocketCarrier implements Carrier {
  private final Transport transport;
  private final Channel channel;
  private final List<Layer> layers;

  /// Those that have something to do with what flows.
  private final List<Layer> working;

  private final List<Facts> facts;
  private final List<Handshake> handshakes;

  SocketCarrier(
      Transport transport,
      Channel channel,
      List<Layer> layers,
      List<Facts> facts,
      List<Handshake> handshakes) {
    this.transport = transport;
    this.channel = channel;
    this.layers = List.copyOf(layers);
    this.working = layers.stream().filter(layer -> !layer.passesThrough()).toList();
    this.facts = List.copyOf(facts);
    this.handshakes = List.copyOf(handshakes);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public List<Facts> facts() {
    return facts;
  }

  @Override
  public List<Handshake> handshakes() {
    return handshakes;
  }

  @Override
  public Optional<String> interfaceName() {
    return ((TcpFacts) facts.getFirst()).interfaceName();
  }

  @Override
  public Optional<PathTransfer> transfer() {
    return transport.facts(channel);
  }

  @Override
  public ChannelFuture endOutput() {
    return working.isEmpty() ? endSocketOutput() : working.getLast().endOutput(channel);
  }

  /// Netty's shutdown drops what still waits in the channel, so it comes after an empty write that
  /// stands behind everything else.
  private ChannelFuture endSocketOutput() {
    ChannelPromise ended = channel.newPromise();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                ((DuplexChannel) channel).shutdownOutput(ended);
              } else {
                ended.tryFailure(written.cause());
              }
            });
    return ended;
  }

  @Override
  public boolean halfCloses() {
    return working.stream().allMatch(Layer::halfCloses);
  }

  @Override
  public boolean endedWithPeer() {
    return layers.stream().anyMatch(Layer::endedWithPeer);
  }

  @Override
  public boolean passesFiles() {
    return working.stream().allMatch(Layer::passesFiles);
  }

  @Override
  public @Nullable DirectOutput directOutput() {
    return working.isEmpty() ? transport.directOutput(channel) : null;
  }

  @Override
  public <L> Optional<L> layer(Class<L> kind) {
    return layers.reversed().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /// All layers, the lowest first.
  List<Layer> layers() {
    return layers;
  }

  @Override
  public void abort() {
    if (channel.eventLoop().inEventLoop()) {
      reset(channel);
    } else {
      channel.eventLoop().execute(() -> reset(channel));
    }
  }

  /// Closes the socket with a reset and without a word from the layers above.
  static void reset(Channel channel) {
    if (channel.isOpen()) {
      // Linger 0 makes close send a reset; Unix sockets do not know it and need not.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      closeBelow(channel);
    }
  }

  /// Closes the socket from the bottom of the pipeline, so that no layer writes a last alert.
  static void closeBelow(Channel channel) {
    ChannelHandlerContext bottom = channel.pipeline().context(StreamBottom.NAME);
    if (bottom == null) {
      channel.close();
    } else {
      bottom.close();
    }
  }
}
