package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import dev.fairlead.Lookup;
import dev.fairlead.Network;
import dev.fairlead.ResolutionStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fairlead resolve`: what a name gives, and who said so.
@Command(
    name = "resolve",
    header = "Look up a name: all records, which server said so, how long it took.",
    description = {
      "",
      "Asks as `connect` does: hosts file, special names, then the name servers, all questions at"
          + " once. With --dns only the servers given are asked.",
      ""
    },
    abbreviateSynopsis = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  fairlead resolve example.com",
      "  fairlead resolve --type MX,TXT example.com",
      "  fairlead resolve --dns 192.0.2.53 --json example.com",
      "  fairlead resolve --type PTR 192.0.2.7        the name of an address",
      "",
      "Exit codes: 0 there are records, 1 there are none, 2 wrong usage."
    })
final class ResolveCommand implements Callable<Integer> {
  private final Io io;

  @Parameters(paramLabel = "NAME", description = "The name to look up.")
  String name = "";

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "A,AAAA,HTTPS by default; also SVCB, CNAME, MX, TXT, SRV, NS, SOA, CAA, PTR.")
  List<String> types = List.of("A", "AAAA", "HTTPS");

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin NetworkTuning networkTuning = new NetworkTuning();

  ResolveCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    List<String> wanted = types.stream().map(t -> t.strip().toUpperCase(Locale.ROOT)).toList();
    try (Network network = networkTuning.network()) {
      Lookup lookup = network.resolve(question(name, wanted), wanted);
      io.line(json ? Json.of(asMap(lookup)) : text(lookup));
      return lookup.answers().isEmpty() ? ExitCode.NOT_CONNECTED : ExitCode.DONE;
    }
  }

  /// The name to ask for: an address whose PTR record is wanted has a name of its own.
  static String question(String name, List<String> types) {
    if (!types.equals(List.of("PTR")) || name.endsWith(".arpa")) {
      return name;
    }
    return Endpoint.of(name, 1) instanceof Endpoint.Address address
        ? reverse(address.address())
        : name;
  }

  /// RFC 1035 §3.5 and RFC 3596 §2.5: the parts of the address in reverse order.
  private static String reverse(InetAddress address) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = address.getAddress();
    for (int i = bytes.length - 1; i >= 0; i--) {
      int octet = bytes[i] & 0xff;
      if (bytes.length == 4) {
        name.append(octet).append('.');
      } else {
        name.append(Integer.toHexString(octet & 0xf)).append('.');
        name.append(Integer.toHexString(octet >> 4)).append('.');
      }
    }
    return name.append(bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }

  static String text(Lookup lookup) {
    StringBuilder out = new StringBuilder();
    if (lookup.answers().isEmpty()) {
      boolean answered = lookup.questions().stream().anyMatch(q -> q.failure().isEmpty());
      out.append(lookup.name()).append(answered ? ": no records\n" : ": no answer\n");
    }
    for (Lookup.Answer a : lookup.answers()) {
      String ttl = a.ttl().map(t -> "  ttl " + t.toSeconds() + " s").orElse("");
      out.append(
          String.format(Locale.ROOT, "%-30s %-6s %s%s\n", a.name(), a.type(), value(a), ttl));
    }
    for (ResolutionStep q : lookup.questions()) {
      out.append("asked ").append(q.type()).append(' ').append(q.name()).append(": ");
      out.append(q.failure().orElse(count(q.answers().size())));
      q.took().ifPresent(took -> out.append(" in ").append(DurationText.of(took)));
      out.append(" (").append(who(q)).append(")\n");
    }
    return out.substring(0, out.length() - 1);
  }

  private static String value(Lookup.Answer answer) {
    return answer.address().map(AddressText::of).orElse(answer.value());
  }

  private static String count(int answers) {
    return answers == 0 ? "no such record" : answers == 1 ? "1 answer" : answers + " answers";
  }

  private static String who(ResolutionStep question) {
    String source = question.source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return question
        .server()
        .map(s -> server(s) + (question.protocol().isEmpty() ? "" : ", " + question.protocol()))
        .orElse(source);
  }

  private static String server(InetSocketAddress server) {
    return Endpoint.of(server).toString();
  }

  private static Map<String, Object> asMap(Lookup lookup) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", lookup.name());
    map.put("answers", lookup.answers().stream().map(ResolveCommand::asMap).toList());
    map.put("questions", lookup.questions().stream().map(ResolveCommand::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(Lookup.Answer answer) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", answer.name());
    map.put("type", answer.type());
    map.put("value", value(answer));
    answer.ttl().ifPresent(ttl -> map.put("ttlSeconds", ttl.toSeconds()));
    map.put("source", answer.source());
    answer.server().ifPresent(server -> map.put("server", server(server)));
    return map;
  }

  private static Map<String, Object> asMap(ResolutionStep question) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", question.name());
    map.put("type", question.type());
    map.put("source", question.source());
    question.server().ifPresent(server -> map.put("server", server(server)));
    put(map, "protocol", Optional.of(question.protocol()).filter(p -> !p.isEmpty()));
    question.took().ifPresent(took -> map.put("tookMillis", took.toNanos() / 1e6));
    map.put("answers", question.answers());
    put(map, "failure", question.failure());
    return map;
  }

  private static void put(Map<String, Object> map, String key, Optional<String> value) {
    value.ifPresent(v -> map.put(key, v));
  }
}
