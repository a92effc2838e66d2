package dev.fairlead.engine;

import dev.fairlead.FramedStack;
import dev.fairlead.Framer;
import dev.fairlead.FramerSite;
import dev.fairlead.Prelude;
import dev.fairlead.Setting;
import dev.fairlead.Stack;
import dev.fairlead.core.framing.Opening;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerSite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Makes the [FramerLayer]s of a stack.
///
/// @param name as it stands in reports
/// @param site for whom
/// @param begin makes the state of one attempt
record FramerFactory(String name, LayerSite site, Function<FramerSite, FramerLayer.Begun> begin)
    implements LayerFactory {

  /// The framers of a stack, the lowest first, and what they stand on.
  record Framers(List<Framer<?>> all, Stack<?> below) {
    /// The topmost layers of `stack` that are framers; there may be none.
    static Framers of(Stack<?> stack) {
      List<Framer<?>> all = new ArrayList<>();
      Stack<?> layer = stack;
      while (layer instanceof FramedStack<?> framed) {
        all.addFirst(framed.framer());
        layer = framed.below();
      }
      return new Framers(all, layer);
    }
  }

  /// One layer for all framers of a stack.
  static FramerFactory of(Framers framers, LayerSite site) {
    return new FramerFactory(
        framers.all().getFirst().name(),
        site,
        at -> {
          List<Framer<?>> own = new ArrayList<>();
          framers.all().forEach(framer -> own.add(framer.begin(at)));
          return new FramerLayer.Begun(own, Opening.of(own.subList(0, 1)));
        });
  }

  /// The layer of an exchange.
  static FramerFactory of(Prelude prelude, LayerSite site) {
    return new FramerFactory(
        prelude.name(),
        site,
        at -> {
          Prelude.Exchange own = prelude.exchange().begin(at);
          return new FramerLayer.Begun(List.of(), new Opening(List.of(own::advance)));
        });
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public String engine() {
    return "";
  }

  @Override
  public String engineReason() {
    return "";
  }

  @Override
  public long readyLimitNanos() {
    return READY_LIMIT_NANOS;
  }

  /// How long a start step may take: 10 s, as a handshake of TLS.
  private static final long READY_LIMIT_NANOS = 10_000_000_000L;

  @Override
  public Layer create() {
    return new FramerLayer(name, site.server(), site.endpoint(), begin);
  }
}
