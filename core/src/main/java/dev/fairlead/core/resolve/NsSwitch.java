package dev.fairlead.core.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The `hosts:` line of `nsswitch.conf`: in which order the system looks a name up. Actions in
/// brackets are passed over; a source that has the name ends the search.
public record NsSwitch(List<String> sources) {
  /// One way to look a name up.
  public enum Step {
    /// The hosts file, read by us.
    FILES,
    /// Name servers, asked by us.
    DNS,
    /// The system's own look-up, which goes through all its sources: always the last step.
    SYSTEM
  }

  /// Sources that know only single-label names (this host, its gateway, local containers); see
  /// [#steps].
  private static final Set<String> LOCAL_ONLY = Set.of("myhostname", "mymachines");

  private static final int SOURCES_MAX = 16;

  public NsSwitch {
    sources = List.copyOf(sources);
  }

  /// What a system without the file does.
  public static NsSwitch defaults() {
    return new NsSwitch(List.of("files", "dns"));
  }

  /// Reads the text of an `nsswitch.conf`.
  public static NsSwitch parse(String text) {
    for (String line : text.lines().toList()) {
      String plain = line.replaceFirst("#.*", "").strip();
      if (plain.startsWith("hosts:")) {
        String words = plain.substring("hosts:".length()).replaceAll("\\[[^]]*]", " ").strip();
        List<String> sources =
            Arrays.stream(words.split("\\s+", -1))
                .filter(w -> !w.isEmpty())
                .limit(SOURCES_MAX)
                .toList();
        return sources.isEmpty() ? defaults() : new NsSwitch(sources);
      }
    }
    return defaults();
  }

  /// The steps for one name, each at most once.
  ///
  /// - `mdns…` concerns only `.local`, so other names do not wait for it.
  /// - `resolve` (systemd-resolved) is the same as asking its stub when `resolv.conf` points there.
  /// - `myhostname` and `mymachines` come last and only for names without a dot. Putting the
  ///   system's blocking look-up first for every name, as some distributions' order literally says,
  ///   would lose TTLs, HTTPS records and the race.
  /// - Anything else (`wins`, `sss`, `ldap`, …) is left to the system, where it stands.
  public List<Step> steps(String name, boolean stubOnLoopback) {
    List<Step> steps = new ArrayList<>();
    boolean localOnly = false;
    for (String source : sources) {
      if (LOCAL_ONLY.contains(source)) {
        localOnly = true;
        continue;
      }
      Step step = step(source, stubOnLoopback);
      boolean concerns = !source.startsWith("mdns") || DomainName.isWithin(name, "local");
      if (concerns && !steps.contains(step)) {
        steps.add(step);
        if (step == Step.SYSTEM) {
          return steps;
        }
      }
    }
    if (localOnly && DomainName.dots(name) == 0) {
      steps.add(Step.SYSTEM);
    }
    return steps;
  }

  private static Step step(String source, boolean stubOnLoopback) {
    return switch (source) {
      case "files" -> Step.FILES;
      case "dns" -> Step.DNS;
      case "resolve" -> stubOnLoopback ? Step.DNS : Step.SYSTEM;
      default -> Step.SYSTEM;
    };
  }
}
