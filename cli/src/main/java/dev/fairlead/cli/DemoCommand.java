package dev.fairlead.cli;

import dev.fairlead.cli.demo.Demo;
import dev.fairlead.cli.demo.Page;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/// `fairlead demo`: what Fairlead does and plain Java does not.
@Command(
    name = "demo",
    header = "Show what Fairlead does and plain Java does not; about 20 s, no network needed.",
    description = {
      "",
      "Breaks names, addresses and TLS on loopback, connects with java.net.Socket,"
          + " java.net.http.HttpClient and Fairlead, and shows their times and Fairlead's"
          + " waterfalls side by side."
    })
final class DemoCommand implements Callable<Integer> {
  private final Io io;

  DemoCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    return Demo.play(new Page(io::line, Ansi.AUTO.enabled()))
        ? ExitCode.DONE
        : ExitCode.NOT_CONNECTED;
  }
}
