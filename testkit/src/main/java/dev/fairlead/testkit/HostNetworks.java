package dev.fairlead.testkit;

import dev.fairlead.Network;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NetworkAssembly;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.testkit.channel.Machine;
import dev.fairlead.testkit.channel.SimTransport;
import dev.fairlead.testkit.time.SeededRandom;
import dev.fairlead.testkit.time.Seeds;
import dev.fairlead.testkit.time.Turns;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;

/// Puts the networks of a world's hosts together, and closes them in the end.
final class HostNetworks {
  private final Turns turns;
  private final Seeds seeds;
  private final InstantSource wallClock;
  private final List<Network> made = new ArrayList<>();
  private final Map<String, Integer> threads = new HashMap<>();

  HostNetworks(Turns turns, Seeds seeds, InstantSource wallClock) {
    this.turns = turns;
    this.seeds = seeds;
    this.wallClock = wallClock;
  }

  Network make(Machine machine, HostNames names, UnaryOperator<Network.Builder> build) {
    return make(machine, new SimTransport(machine, names::files), build);
  }

  /// As above over other sockets than the host's own.
  Network make(Machine machine, Transport transport, UnaryOperator<Network.Builder> build) {
    NetworkAssembly assembly =
        ServiceLoader.load(NetworkAssembly.class, NetworkAssembly.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("fairlead-engine is missing"));
    String name = machine.host().name() + "#" + (made.size() + 1);
    Network.Builder builder = assembly.on(environment(machine, name), transport);
    // The one whose every byte follows from the seed.
    builder.tlsEngine("JDK");
    Network network = build.apply(builder).build();
    made.add(network);
    return network;
  }

  private Environment environment(Machine machine, String name) {
    String host = machine.host().name();
    Executor perTask = task -> turns.start(threadName(host), task);
    ThreadFactory factory = task -> turns.newThread(threadName(host), task);
    return new Environment(
        turns::now,
        wallClock,
        new SeededRandom(seeds.stream("network " + name)),
        perTask,
        perTask,
        factory,
        factory,
        turns.waiter());
  }

  private String threadName(String host) {
    return host + "-" + threads.merge(host, 1, Integer::sum);
  }

  void close() {
    made.forEach(Network::close);
  }
}
