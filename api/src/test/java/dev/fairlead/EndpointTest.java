package dev.fairlead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @Test
  void aNameGivesAHostAndALiteralGivesAnAddress() {
    assertThat(Endpoint.of("example.com", 443)).isEqualTo(new Endpoint.Host("example.com", 443));
    assertThat(Endpoint.of("192.0.2.1", 443))
        .isEqualTo(Endpoint.of(InetAddress.ofLiteral("192.0.2.1"), 443));
    assertThat(Endpoint.of("2001:db8::1", 443)).isInstanceOf(Endpoint.Address.class);
    assertThat(Endpoint.of("[2001:db8::1]", 443)).isEqualTo(Endpoint.of("2001:db8::1", 443));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com:443, example.com:443",
    "192.0.2.1:80, 192.0.2.1:80",
    "[2001:db8::1]:80, [2001:db8::1]:80",
    "[2001:db8:0:0:1:0:0:1]:80, [2001:db8::1:0:0:1]:80",
    "[::1]:80, [::1]:80",
    "[::]:80, [::]:80",
    "unix:/run/app.sock, unix:/run/app.sock",
    "https://example.com/path, https://example.com/path",
  })
  void textGoesInAndComesOut(String text, String shown) {
    assertThat(Endpoint.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        ":80",
        "example.com:",
        "example.com:http",
        "example.com:0",
        "example.com:65536",
        "2001:db8::1",
        "[2001:db8::1]",
        "a b:80",
        "a/b:80",
        "unix:",
        "gopher://h",
        "a\u0000b:80",
      })
  void whatIsNoEndpointIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
  }

  @Test
  void shortFormsOfIpv4AreNamesAndNotAddresses() {
    assertThat(Endpoint.of("127.1", 80)).isInstanceOf(Endpoint.Host.class);
  }

  @Test
  void aUrlKnowsItsHostAndPort() {
    Endpoint.Url url = (Endpoint.Url) Endpoint.url("wss://chat.example/room");
    assertThat(url.authority()).isEqualTo(Endpoint.of("chat.example", 443));
    assertThat(((Endpoint.Url) Endpoint.url("http://[2001:db8::1]:8080/")).authority())
        .isEqualTo(Endpoint.of("2001:db8::1", 8080));
  }

  @Test
  void aSocketAddressKeepsWhatItIs() {
    assertThat(Endpoint.of(InetSocketAddress.createUnresolved("example.com", 80)))
        .isEqualTo(Endpoint.of("example.com", 80));
    assertThat(Endpoint.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80)))
        .isEqualTo(Endpoint.of("192.0.2.1", 80));
    assertThat(InetAddress.ofLiteral("192.0.2.1")).isInstanceOf(Inet4Address.class);
    assertThat(InetAddress.ofLiteral("::1")).isInstanceOf(Inet6Address.class);
  }

  @Test
  void aUnixSocketIsItsPath() {
    assertThat(Endpoint.parse("unix:/run/app.sock"))
        .isEqualTo(Endpoint.unix(Path.of("/run/app.sock")));
  }
}
