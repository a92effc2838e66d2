package dev.fairlead.engine.spi;

import dev.fairlead.Facts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One protocol in the pipeline of one channel. All methods run on the channel's loop.
///
/// Upwards it passes `ByteBuf`s and, once, a [PeerEnd]; downwards `ByteBuf`s. While it is not ready
/// it lets nothing through that belongs to the layer above.
///
/// From below it hears the [PeerEnd] of the layer underneath (of TCP: `ORDERLY` for a FIN), which
/// it replaces by its own. The channel's auto-read is off; while the layer is not ready, reads are
/// asked for on its behalf from above.
public interface Layer {
  /// `tls`.
  String name();

  /// Appends its handlers to the pipeline of a channel that is active (or about to be), starts its
  /// handshake, and tells `listener` once.
  void install(Channel channel, LayerListener listener);

  /// Ends our direction in this protocol's way, after everything written before. For a layer that
  /// can only end both directions the future fails.
  ChannelFuture endOutput(Channel channel);

  /// Whether [#endOutput] leaves the peer's direction open.
  boolean halfCloses();

  /// Whether the peer's end was also ours, so that nothing can be sent any more; asked after it.
  /// Then too [#endOutput] alone tells the peer that all was sent.
  default boolean endedWithPeer() {
    return false;
  }

  /// Whether `FileRegion`s may be written.
  boolean passesFiles();

  /// Whether it lets everything pass once it is ready: how a direction ends, and what may be
  /// written, is then the business of the layers below.
  default boolean passesThrough() {
    return false;
  }

  /// Is told, before [#install], what the layers below found out.
  default void below(List<Facts> facts) {}

  /// Who learns how it went.
  interface LayerListener {
    /// It is ready.
    void ready(Ready ready);

    /// It will not be.
    void failed(LayerFailure failure);
  }

  /// What became of a handshake.
  ///
  /// @param facts what was agreed on, for the program, or null
  /// @param detail the same in a few words, for the report
  /// @param roundTrip a round trip that the handshake showed
  record Ready(@Nullable Facts facts, String detail, Optional<Duration> roundTrip) {}
}
