package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.InterfaceType;
import dev.fairlead.Lookup;
import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import dev.fairlead.ResolutionStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadableTest {
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53);

  @Test
  void aLookupShowsRecordsServersAndTimes() {
    InetAddress address = InetAddress.ofLiteral("192.0.2.7");
    Lookup lookup =
        new Lookup(
            "www.example.com",
            List.of(
                new Lookup.Answer(
                    "example.com",
                    "A",
                    "192.0.2.7",
                    Optional.of(address),
                    Optional.of(Duration.ofMinutes(5)),
                    AnswerSource.QUERY,
                    Optional.of(SERVER))),
            List.of(question("A", List.of("192.0.2.7")), question("AAAA", List.of())));

    assertThat(ResolveCommand.text(lookup))
        .isEqualTo(
            """
            example.com                    A      192.0.2.7  ttl 300 s
            asked A www.example.com: 1 answer in 12 ms (192.0.2.53:53, udp)
            asked AAAA www.example.com: no such record in 12 ms (192.0.2.53:53, udp)\
            """);
  }

  @Test
  void aPathShowsItsInterfaces() {
    NetworkInterface eth0 =
        new NetworkInterface(
            "eth0",
            2,
            InterfaceType.WIRED,
            true,
            List.of(InetAddress.ofLiteral("192.0.2.7")),
            1500);
    Path path = new Path(Path.Status.SATISFIED, "", List.of(eth0), true, false, true);

    assertThat(PathCommand.text(path))
        .startsWith("satisfied (eth0, ipv4, dns)\n  eth0 (wired)")
        .contains("mtu 1500", "192.0.2.7");
  }

  @Test
  void jsonEscapesWhatItMust() {
    assertThat(Json.of(Map.of("a\"b", List.of(1, true, "c\n\u00e9"))))
        .isEqualTo("{\"a\\\"b\":[1,true,\"c\\u000a\u00e9\"]}");
  }

  private static ResolutionStep question(String type, List<String> answers) {
    return new ResolutionStep(
        "www.example.com",
        type,
        AnswerSource.QUERY,
        Optional.of(SERVER),
        "udp",
        Duration.ZERO,
        Optional.of(Duration.ofMillis(12)),
        answers,
        Optional.empty());
  }
}
