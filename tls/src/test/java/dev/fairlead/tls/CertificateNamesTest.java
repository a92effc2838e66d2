package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9525: who is who.
class CertificateNamesTest {
  @ParameterizedTest
  @CsvSource({
    "www.example.com,www.example.com,true",
    "www.example.com,WWW.Example.COM,true",
    "www.example.com,www.example.com.,true",
    "www.example.com,example.com,false",
    "*.example.com,www.example.com,true",
    "*.example.com,a.b.example.com,false",
    "*.example.com,example.com,false",
    "w*.example.com,www.example.com,false",
    "www.*.com,www.example.com,false",
    "*.com,example.com,false",
    "*.*.com,www.example.com,false",
    "192.0.2.1,192.0.2.1,true",
    "192.0.2.1,192.0.2.2,false",
    "2001:db8::1,2001:db8:0:0:0:0:0:1,true",
    "*.example.com,192.0.2.1,false"
  })
  void namesMatchAsTheRfcSays(String held, String asked, boolean matches) throws Exception {
    var leaf = TestAuthority.root("Root").identity(held).chain().getFirst();
    PeerName name = PeerName.of(Endpoint.of(asked, 443), Optional.empty()).orElseThrow();
    assertThat(CertificateNames.of(leaf).hold(name)).isEqualTo(matches);
  }

  @Test
  void theCommonNameIsNotLookedAt() throws Exception {
    var wish =
        new TestAuthority.Wish(
            "www.example.com",
            java.util.List.of(),
            TestAuthority.NOW,
            java.time.Duration.ofDays(1));
    var leaf = TestAuthority.root("Root").identity("EC", wish).chain().getFirst();
    assertThat(CertificateNames.of(leaf).holdDns("www.example.com")).isFalse();
    assertThat(CertificateNames.of(leaf)).hasToString("no name at all");
  }
}
