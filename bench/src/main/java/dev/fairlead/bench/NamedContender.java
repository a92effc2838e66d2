package dev.fairlead.bench;

import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.Resolver;
import dev.fairlead.Tcp;
import java.net.InetSocketAddress;

/// Fairlead connecting by a name whose answers are in the cache: what a warm race costs.
final class NamedContender implements Contender {
  private final Network network;

  NamedContender() {
    InetSocketAddress server = TinyDns.start();
    network = Network.builder().loops(1).resolver(Resolver.servers(server)).build();
  }

  @Override
  public int serve(Job job) {
    return new FairleadContender(false).serve(job);
  }

  @Override
  public Client connect(Job job, int port) {
    return new FairleadContender.LoopClient(
        network.connect(
            Endpoint.of("bench.example", port),
            Tcp.defaults(),
            Preferences.defaults().handlersOnLoop()));
  }
}
