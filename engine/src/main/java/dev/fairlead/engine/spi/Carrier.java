package dev.fairlead.engine.spi;

import dev.fairlead.Facts;
import dev.fairlead.Handshake;
import dev.fairlead.TransferReport.PathTransfer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an attempt yields: a channel whose whole stack is ready, and what is known of it. A socket,
/// a QUIC stream, a tunnel: who uses it never asks which.
public interface Carrier {
  /// The channel; its pipeline passes `ByteBuf`s and a [PeerEnd] to the handler that is added last.
  Channel channel();

  /// Facts of each layer, lowest first.
  List<Facts> facts();

  /// Handshakes of each layer, lowest first.
  List<Handshake> handshakes();

  /// The interface it leaves by, when known.
  Optional<String> interfaceName();

  /// What the system knows of the way, empty when it tells nothing.
  Optional<PathTransfer> transfer();

  /// Ends our direction, after everything written before.
  ChannelFuture endOutput();

  /// Whether [#endOutput] leaves the peer's direction open.
  boolean halfCloses();

  /// Whether the peer's end was also ours: what was written before still leaves, nothing more can
  /// be written. On the loop, after the peer's end.
  boolean endedWithPeer();

  /// Whether `FileRegion`s may be written.
  boolean passesFiles();

  /// A way to the socket beside the channel, null when there is none. On the loop.
  default @Nullable DirectOutput directOutput() {
    return null;
  }

  /// The topmost layer of this kind, for connections that steer one.
  default <L> Optional<L> layer(Class<L> kind) {
    return Optional.empty();
  }

  /// Closes without a word more: a reset where the protocol has one.
  void abort();
}
