package dev.fairlead.core.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.resolve.ResolverConfig.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverConfigTest {
  @Test
  void readsServersSearchListAndOptions() {
    ResolverConfig config =
        ResolverConfig.parse(
            """
            # made by hand
            domain example.org
            search corp.example.com example.net.   ; later lines win
            nameserver 192.0.2.53
            nameserver fe80::53%eth0
            nameserver not-an-address
            nameserver 2001:db8::53  # the second floor
            options ndots:2 timeout:3 attempts:4 rotate use-vc edns0 trust-ad
            """);
    assertThat(config.servers()).hasSize(3);
    assertThat(config.servers().get(1).zone()).isEqualTo("eth0");
    assertThat(config.search()).containsExactly("corp.example.com", "example.net");
    assertThat(config.options()).isEqualTo(new Options(2, 3, 4, true, true));
  }

  @ParameterizedTest
  @CsvSource({
    "ndots:99, 15, 5, 2",
    "ndots:x, 0, 5, 2",
    "timeout:0, 1, 1, 2",
    "timeout:99999999999, 1, 1, 2",
    "timeout:500, 1, 30, 2",
    "attempts:77, 1, 5, 5",
    "what:ever, 1, 5, 2"
  })
  void keepsOptionsInBounds(String option, int ndots, int timeout, int attempts) {
    assertThat(ResolverConfig.parse("options " + option).options())
        .isEqualTo(new Options(ndots, timeout, attempts, false, false));
  }

  @Test
  void anEmptyFileNamesNoServer() {
    assertThat(ResolverConfig.parse("")).isEqualTo(ResolverConfig.empty());
    assertThat(ResolverConfig.parse("nameserver\nsearch\n\u0000\noptions"))
        .isEqualTo(ResolverConfig.empty());
  }

  @Test
  void aHundredServersAreCutToEight() {
    String text = "nameserver 192.0.2.1\n".repeat(100);
    assertThat(ResolverConfig.parse(text).servers()).hasSize(8);
  }
}
