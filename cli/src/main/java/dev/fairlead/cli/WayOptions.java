package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import dev.fairlead.Ip;
import dev.fairlead.Preferences;
import dev.fairlead.Racing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which way a connection may take, and how long it may take.
final class WayOptions {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Connecting may take this long in all: 5s, 500ms, none; 30s by default.")
  @Nullable String timeout;

  @Option(
      names = "--wait",
      description = "When every address fails, wait for a change of the network and try again.")
  boolean wait;

  @Option(
      names = "--retry",
      paramLabel = "FIRST..MOST",
      description = "With --wait: also try again by the clock, ever more slowly. E.g. 1s..30s.")
  @Nullable String retry;

  @Option(names = "-4", description = "IPv4 only.")
  boolean ipv4;

  @Option(names = "-6", description = "IPv6 only.")
  boolean ipv6;

  @Option(
      names = "--interface",
      paramLabel = "IF",
      description = "Leave by this interface only: eth0.")
  @Nullable String interfaceName;

  @Option(
      names = "--local",
      paramLabel = "ADDR[:PORT]",
      description = "Leave from this address, and port, of ours.")
  @Nullable String local;

  @Option(names = "--no-race", description = "Try one address after the other, as others do.")
  boolean noRace;

  @Option(
      names = "--attempt-delay",
      paramLabel = "TIME",
      description = "Start the next attempt after this long; 250ms by default.")
  @Nullable Duration attemptDelay;

  @Option(
      names = "--service-records",
      description = "Ask for HTTPS records too and obey them (RFC 9460).")
  boolean serviceRecords;

  Ip ip() {
    if (ipv4 && ipv6) {
      throw new Usage("-4 and -6 exclude each other");
    }
    return Ip.defaults().version(ipv4 ? Ip.Version.V4 : ipv6 ? Ip.Version.V6 : Ip.Version.ANY);
  }

  Preferences preferences() {
    Preferences preferences = Preferences.defaults().racing(racing());
    if (timeout != null) {
      preferences =
          timeout.equals("none")
              ? preferences.noDeadline()
              : preferences.deadline(DurationText.parse(timeout));
    }
    if (wait || retry != null) {
      preferences = waiting(preferences);
    }
    if (interfaceName != null) {
      preferences = preferences.requireInterface(interfaceName);
    }
    return local == null ? preferences : from(preferences, local);
  }

  private Preferences waiting(Preferences preferences) {
    if (retry == null) {
      return preferences.waitForConnectivity();
    }
    int dots = retry.indexOf("..");
    Duration first = DurationText.parse(dots < 0 ? retry : retry.substring(0, dots));
    Duration most = dots < 0 ? first : DurationText.parse(retry.substring(dots + 2));
    if (most.compareTo(first) < 0) {
      throw new Usage("--retry " + retry + ": the second time is shorter than the first");
    }
    return preferences.waitForConnectivity(first, most);
  }

  private Racing racing() {
    Racing racing = noRace ? Racing.off() : Racing.defaults();
    if (attemptDelay != null) {
      try {
        racing = racing.attemptDelay(attemptDelay);
      } catch (IllegalArgumentException e) {
        throw new Usage("--attempt-delay: " + e.getMessage());
      }
    }
    return racing.serviceRecords(serviceRecords);
  }

  private static Preferences from(Preferences preferences, String local) {
    boolean bareIpv6 = !local.startsWith("[") && local.indexOf(':') != local.lastIndexOf(':');
    boolean hasPort = !bareIpv6 && local.lastIndexOf(':') > local.lastIndexOf(']');
    Endpoint endpoint;
    try {
      endpoint = hasPort ? Endpoint.parse(local) : Endpoint.of(local, 1);
    } catch (IllegalArgumentException e) {
      throw new Usage("--local: " + e.getMessage());
    }
    if (!(endpoint instanceof Endpoint.Address address)) {
      throw new Usage("--local needs an address of this machine, not the name " + local);
    }
    Preferences bound = preferences.localAddress(address.address());
    return hasPort ? bound.localPort(address.port()) : bound;
  }
}
