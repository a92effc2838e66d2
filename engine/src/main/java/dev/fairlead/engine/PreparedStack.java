package dev.fairlead.engine;

import dev.fairlead.Handshake;
import dev.fairlead.Setting;
import dev.fairlead.Tcp;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.NetworkSite;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;

/// A stack that is ready to be raised on channels, again and again. It holds what all attempts
/// share; each raising makes layers of its own.
final class PreparedStack {
  private final NetworkSite site;
  private final Tcp tcp;
  private final List<LayerFactory> factories;

  /// @param factories the layers above TCP, the lowest first
  PreparedStack(NetworkSite site, Tcp tcp, List<LayerFactory> factories) {
    this.site = site;
    this.tcp = tcp;
    this.factories = List.copyOf(factories);
  }

  /// The options of the transport underneath.
  Tcp tcp() {
    return tcp;
  }

  /// Whether anything stands above TCP.
  boolean hasLayers() {
    return !factories.isEmpty();
  }

  /// What became of the wishes of all layers.
  List<Setting> settings() {
    return factories.stream().flatMap(factory -> factory.settings().stream()).toList();
  }

  /// What encrypts; empty when nothing does.
  String engine() {
    return factories.stream()
        .map(LayerFactory::engine)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Why not a better one; empty when it is the best.
  String engineReason() {
    return factories.stream()
        .map(LayerFactory::engineReason)
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Raises all layers on an active channel, on its loop. Who wants to stop it closes the channel;
  /// then `to` hears [RaiseListener#failed], which it may ignore.
  ///
  /// The pipeline must be empty. It lets nothing pass upwards before somebody above asks the
  /// channel to read; the channel's auto-read stays off.
  void raise(Channel channel, Ground ground, RaiseListener to) {
    new Raising(site, factories, channel, ground, to).begin();
  }

  /// On what the layers stand.
  ///
  /// @param handshakes what the transport did
  /// @param interfaceName by which interface, when known
  record Ground(List<Handshake> handshakes, Optional<String> interfaceName) {
    /// Nothing is known, as on an accepted connection.
    static final Ground PLAIN = new Ground(List.of(), Optional.empty());
  }

  /// Who learns how it went; told once, on the loop.
  interface RaiseListener {
    /// A layer begins its handshake.
    default void reached(String layer) {}

    /// A layer is ready.
    default void shook(Handshake handshake) {}

    /// All layers are ready.
    void raised(Carrier carrier);

    /// A layer will not be ready; the channel is still to be closed.
    void failed(LayerFailure failure);
  }
}
