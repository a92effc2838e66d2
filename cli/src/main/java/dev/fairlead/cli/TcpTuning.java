package dev.fairlead.cli;

import dev.fairlead.Ip;
import dev.fairlead.Tcp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What TCP can be told.
final class TcpTuning {
  @Option(
      names = "--no-delay",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether small segments leave at once; true by default.")
  boolean noDelay = true;

  @Option(
      names = "--keep-alive",
      arity = "1",
      paramLabel = "IDLE,INTERVAL,COUNT",
      description = "Probe an idle connection; alone: as the system does. E.g. =30s,5s,3.")
  @Nullable String keepAlive;

  Tcp tcp(Ip ip) {
    Tcp tcp = Tcp.defaults().ip(ip).noDelay(noDelay);
    if (keepAlive == null) {
      return tcp;
    }
    if (keepAlive.equals("system")) {
      return tcp.keepAlive(true);
    }
    String[] parts = keepAlive.split(",", -1);
    if (parts.length != 3 || !parts[2].matches("[1-9]\\d{0,4}")) {
      throw new Usage("--keep-alive=" + keepAlive + ": expected IDLE,INTERVAL,COUNT as 30s,5s,3");
    }
    Duration idle = DurationText.parse(parts[0]);
    return tcp.keepAlive(idle, DurationText.parse(parts[1]), Integer.parseInt(parts[2]));
  }
}
