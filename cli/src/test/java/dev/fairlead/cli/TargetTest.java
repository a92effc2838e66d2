package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Endpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "example.com:80, example.com:80, false",
    "[2001:db8::1]:80, [2001:db8::1]:80, false",
    "192.0.2.7:9999, 192.0.2.7:9999, false",
    "tcp://example.com:7, example.com:7, false",
    "http://example.com/a?b, example.com:80, false",
    "tls://example.com:853, example.com:853, true",
    "tls://[2001:db8::1]:853, [2001:db8::1]:853, true",
    "https://example.com/a?b, example.com:443, true",
    "WSS://example.com, example.com:443, true",
  })
  void oneWordSaysItAll(String word, String endpoint, boolean tls) {
    Target target = Target.parse(List.of(word));

    assertThat(target.endpoint()).hasToString(endpoint);
    assertThat(target.tls()).isEqualTo(tls);
  }

  @Test
  void twoWordsAreHostAndPort() {
    assertThat(Target.parse(List.of("example.com", "80")).endpoint())
        .isEqualTo(Endpoint.of("example.com", 80));
    assertThat(Target.parse(List.of("2001:db8::1", "80")).endpoint())
        .hasToString("[2001:db8::1]:80");
  }

  @Test
  void unixSocketsAreNamedByTheirPath() {
    assertThat(Target.parse(List.of("unix:/run/app.sock")).endpoint())
        .isEqualTo(Endpoint.unix(Path.of("/run/app.sock")));
  }

  @Test
  void aMissingPortIsAskedFor() {
    assertThatThrownBy(() -> Target.parse(List.of("example.com")))
        .isInstanceOf(Usage.class)
        .hasMessageContaining("example.com PORT");
  }
}
