package dev.fairlead.cli;

import dev.fairlead.Network;
import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fairlead path`: the network of this machine.
@Command(
    name = "path",
    header = "Show the network of this machine: interfaces, families, name servers.",
    abbreviateSynopsis = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  fairlead path",
      "  fairlead path --watch --json                one line for each change, until Ctrl-C",
      "",
      "Exit codes: 0 there is a usable interface, 1 there is none."
    })
final class PathCommand implements Callable<Integer> {
  private final Io io;

  @Option(names = "--watch", description = "Go on and show each change.")
  boolean watch;

  @Option(names = "--json", description = "Print JSON objects, one per line.")
  boolean json;

  PathCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException {
    Network network = Network.shared();
    if (!watch) {
      Path path = network.paths().current();
      show(path);
      return path.status() == Path.Status.SATISFIED ? ExitCode.DONE : ExitCode.NOT_CONNECTED;
    }
    try (var _ = network.paths().onChange(this::show)) {
      // Only Ctrl-C ends it.
      new CountDownLatch(1).await();
    }
    return ExitCode.DONE;
  }

  private void show(Path path) {
    io.line(json ? Json.of(asMap(path)) : text(path));
  }

  static String text(Path path) {
    return path
        + path.interfaces().stream()
            .map(i -> String.format(Locale.ROOT, "\n  %-24s mtu %-6d %s", i, i.mtu(), addresses(i)))
            .collect(Collectors.joining());
  }

  private static String addresses(NetworkInterface on) {
    return on.addresses().stream().map(AddressText::of).collect(Collectors.joining(", "));
  }

  private static Map<String, Object> asMap(Path path) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("status", path.status().name().toLowerCase(Locale.ROOT));
    map.put("reason", path.reason());
    map.put("ipv4", path.ipv4());
    map.put("ipv6", path.ipv6());
    map.put("dns", path.dns());
    map.put("interfaces", path.interfaces().stream().map(PathCommand::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(NetworkInterface on) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", on.name());
    map.put("index", on.index());
    map.put("type", on.type().name().toLowerCase(Locale.ROOT));
    map.put("up", on.up());
    map.put("mtu", on.mtu());
    map.put("addresses", on.addresses().stream().map(AddressText::of).toList());
    return map;
  }
}
