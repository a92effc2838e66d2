package dev.fairlead.engine;

import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.Transport;
import io.netty.channel.EventLoopGroup;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Puts a network together.
final class RealNetworkBuilder implements Network.Builder {
  private final Footing footing;
  private Resolver resolver = Resolver.system();
  private int loops = Runtime.getRuntime().availableProcessors();
  private Optional<Executor> handlers = Optional.empty();
  private String transport = "";
  private String tlsEngine = "";

  /// @param footing where the network stands
  RealNetworkBuilder(Footing footing) {
    this.footing = footing;
  }

  @Override
  public Network.Builder resolver(Resolver choice) {
    resolver = Objects.requireNonNull(choice, "resolver");
    return this;
  }

  @Override
  public Network.Builder loops(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a network needs at least one event loop");
    }
    loops = count;
    return this;
  }

  @Override
  public Network.Builder handlers(Executor executor) {
    handlers = Optional.of(executor);
    return this;
  }

  @Override
  public Network.Builder transport(String name) {
    transport = Objects.requireNonNull(name, "name");
    return this;
  }

  @Override
  public Network.Builder tlsEngine(String name) {
    tlsEngine = Objects.requireNonNull(name, "name");
    return this;
  }

  @Override
  public Network build() {
    return new RealNetwork(assemble(), false);
  }

  Network shared() {
    return new RealNetwork(assemble(), true);
  }

  private RealNetwork.Assembly assemble() {
    Environment environment = footing.environment(handlers);
    Transport chosen = footing.transport(transport, environment);
    RealEstablish establish = new RealEstablish();
    NetworkSite site = new NetworkSite(environment, chosen, establish, resolver, tlsEngine);
    EventLoopGroup group = chosen.loops(loops, environment.loopThreads());
    NameSource names = MissingNames.orFound(site);
    RealPaths paths = new RealPaths(environment, chosen.interfaces(), names);
    StackBuilder stacks = new StackBuilder(site);
    Contexts contexts = new Contexts();
    Connector connector =
        new RealConnector(new RealConnector.Parts(site, names, paths, stacks, contexts));
    establish.use(connector, site);
    NetworkParts parts =
        new NetworkParts(site, group, connector, stacks, paths, contexts, new Openings());
    return new RealNetwork.Assembly(parts, names);
  }
}
